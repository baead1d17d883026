package io.cumulonimbus.origin.rehearsal;

import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.config.StartException;
import io.cumulonimbus.link.session.Displaced;
import io.cumulonimbus.link.session.LinkSession;
import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.origin.Origin;
import io.cumulonimbus.origin.cluster.fabric.LocalCluster;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Two origins of a private cluster, an edge's links to both, and who acts. Owned by the thread of
 * the rehearsal, which waits; ports are any free ones of the loopback.
 */
final class Stage implements AutoCloseable {
    /** The application that is rehearsed. */
    static final String APPLICATION = "rehearsal";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long AGAIN_NS = 20_000_000L;
    private static final int PUBLISHERS = 3;
    private static final int PLAYERS = 20;

    private final SecureRandom random = new SecureRandom();
    private final Secret secret =
            Secret.of(Long.toHexString(random.nextLong()) + Long.toHexString(random.nextLong()));
    private final Loops loops = Loops.startDaemons("rehearsal", 2);
    private final NettyLoop loop = loops.loop(0);
    private final BoundedHop hop = new BoundedHop(loop, 64);
    private final List<Origin> origins = new ArrayList<>();
    private final List<Wing> wings = new ArrayList<>();
    private final List<Extra> extras = new ArrayList<>();

    Stage(Path home) throws StartException {
        OriginConfig config =
                OriginConfig.defaults(home)
                        .listeningOn(InetAddress.getLoopbackAddress(), 0)
                        .withThreads(1);
        OriginConfig linked = config.withEdges(config.edges().activatedOn(0, secret));
        LocalCluster cluster = LocalCluster.shared();
        for (String name : List.of("ann", "ben")) {
            Origin origin = Origin.start(linked, cluster.join(name, loops.loop(1)));
            origins.add(origin);
            wings.add(new Wing(loop, origin, secret, this::goOn, random));
        }
    }

    /** All connect, publish and play; then the home of the application leaves the stage. */
    void play() throws TimeoutException {
        wings.forEach(Wing::dial);
        await(() -> wings.stream().allMatch(wing -> wing.session().isPresent()));
        for (int i = 0; i < PUBLISHERS + PLAYERS; i++) {
            boolean publishes = i < PUBLISHERS;
            extras.add(new Extra("film-" + i % PUBLISHERS, publishes, random));
        }
        ask(
                () -> {
                    LinkSession first = wings.get(0).session().orElseThrow();
                    extras.forEach(one -> one.begin(first.openSession(one)));
                    wings.forEach(wing -> wing.pull("film-0"));
                    return true;
                });
        await(() -> extras.stream().allMatch(Extra::isReady));
        awaitPictures(wings);
        int home = ask(() -> wings.get(0).carried() > 0 ? 0 : 1);
        Wing next = wings.get(1 - home);
        origins.get(home).drain(Duration.ofSeconds(2));
        await(() -> next.carried() == extras.size());
        awaitPictures(List.of(next));
        ask(
                () -> {
                    extras.forEach(Extra::leave);
                    return true;
                });
    }

    private void awaitPictures(List<Wing> at) throws TimeoutException {
        List<Long> before = ask(() -> at.stream().map(Wing::pictures).toList());
        await(
                () -> {
                    extras.forEach(Extra::act);
                    return since(at, before) >= 10;
                });
    }

    /** How many pictures have come to whom the fewest came to. */
    private static long since(List<Wing> at, List<Long> before) {
        long fewest = Long.MAX_VALUE;
        for (int i = 0; i < at.size(); i++) {
            fewest = Math.min(fewest, at.get(i).pictures() - before.get(i));
        }
        return fewest;
    }

    /** A client belongs to the other origin than that which says so. */
    private void goOn(Displaced session) {
        DeadlineTimer timer = new DeadlineTimer(loop, () -> goOnNow(session));
        timer.set(loop.nowNs() + AGAIN_NS);
    }

    private void goOnNow(Displaced session) {
        Optional<LinkSession> stays =
                wings.stream()
                        .flatMap(wing -> wing.session().stream())
                        .filter(link -> !link.isFarDraining())
                        .reduce((one, other) -> other);
        stays.ifPresentOrElse(link -> session.goOn(link, false), session::end);
    }

    /** Asks on the loop until it is so. */
    private void await(BooleanSupplier condition) throws TimeoutException {
        long untilNs = System.nanoTime() + PATIENCE.toNanos();
        while (!ask(condition::getAsBoolean)) {
            if (System.nanoTime() - untilNs > 0) {
                throw new TimeoutException();
            }
            CompletableFuture<Void> soon = new CompletableFuture<>();
            soon.completeOnTimeout(null, 2, TimeUnit.MILLISECONDS).join();
        }
    }

    private <T> T ask(Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        hop.insist(
                () -> {
                    try {
                        answer.complete(question.get());
                    } catch (RuntimeException e) {
                        answer.completeExceptionally(e);
                    }
                });
        return answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        wings.forEach(Wing::stop);
        origins.forEach(Origin::close);
        loops.close();
    }
}
