package io.cumulonimbus.cli;

import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.PublishOptions;
import io.cumulonimbus.netclient.StreamPlayer;
import io.cumulonimbus.netclient.StreamPublisher;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One load from the first session to the last measurement. */
final class LoadRun {
    private static final double LIVE_OR_RECORDED = -2;
    private static final String NAMES = "load-";
    private static final long PATIENCE_NS = 5_000_000_000L;

    /** Longer than the distance of key frames, which players that missed one wait for. */
    private static final long BEGIN_NS = 15_000_000_000L;

    private static final long REST_STEP_NS = 20_000_000L;

    private final LoadPlan plan;
    private final URI server;
    private final LoadSessions sessions;
    private final LoadMeter meter;
    private final UserStop stop;

    /** A connection and the name that it publishes under. */
    private record Source(NetConnectionClient connection, String name) {}

    LoadRun(LoadPlan plan, URI server, LoadSessions sessions, LoadMeter meter, UserStop stop) {
        this.plan = plan;
        this.server = server;
        this.sessions = sessions;
        this.meter = meter;
        this.stop = stop;
    }

    void run(Optional<LoadFilm> film) throws CommandFailure, InterruptedException {
        meter.begin();
        List<NetConnectionClient> connections = sessions.connect(server, plan.sessions(), stop);
        meter.connected(connections.size(), sessions.failed());
        List<StreamPublisher> publishers =
                film.isPresent() ? publish(sources(connections)) : List.of();
        List<StreamPlayer> players = plan.plays() ? play(connections) : List.of();
        LoadFilm shown = film.orElse(new LoadFilm(List.of(), 1000));
        try (LoadFeed feed = new LoadFeed(shown, publishers)) {
            if (!publishers.isEmpty()) {
                feed.start();
            }
            stop.await((long) (plan.settleSeconds() * 1e9));
            if (!publishers.isEmpty() && plan.settleSeconds() > 0) {
                awaitBeginning(shown, players.size());
            }
            meter.start(feed);
            meter.await(plan.durationSeconds(), sessions, stop);
            meter.stop(feed);
            if (!players.isEmpty() && !publishers.isEmpty()) {
                awaitRest(meter.expected(players.size()));
            }
            meter.end(players.size(), publishers.size(), sessions);
        }
    }

    /** A player may have come to the stream behind a key frame, and waits for the next. */
    private void awaitBeginning(LoadFilm film, int players) throws InterruptedException {
        long giveUpNs = System.nanoTime() + BEGIN_NS;
        while (meter.tally().begun(film.kinds()) < players
                && System.nanoTime() < giveUpNs
                && !stop.isWished()) {
            stop.await(REST_STEP_NS);
        }
    }

    /** What was sent last is still on its way; what does not come is lost. */
    private void awaitRest(long expected) throws InterruptedException {
        long giveUpNs = System.nanoTime() + PATIENCE_NS;
        while (meter.tally().delivered() < expected && System.nanoTime() < giveUpNs) {
            stop.await(REST_STEP_NS);
        }
    }

    private List<Source> sources(List<NetConnectionClient> connections)
            throws InterruptedException {
        List<Source> sources = new ArrayList<>();
        if (plan.plays()) {
            sessions.connect(server, 1, stop)
                    .forEach(one -> sources.add(new Source(one, plan.play())));
        } else {
            connections.forEach(one -> sources.add(new Source(one, NAMES + sources.size())));
        }
        return sources;
    }

    private List<StreamPublisher> publish(List<Source> sources) throws InterruptedException {
        return sessions.all(
                sources,
                source ->
                        source.connection.publish(
                                source.name, PublishOptions.RELIABLE, meter.tally().stream()),
                stop);
    }

    private List<StreamPlayer> play(List<NetConnectionClient> connections)
            throws InterruptedException {
        return sessions.all(
                connections,
                one -> one.play(plan.play(), LIVE_OR_RECORDED, meter.tally().stream()),
                stop);
    }
}
