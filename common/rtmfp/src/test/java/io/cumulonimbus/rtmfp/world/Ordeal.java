package io.cumulonimbus.rtmfp.world;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.rtmfp.crypto.KeyingPolicy;
import io.cumulonimbus.rtmfp.crypto.Protection;
import io.cumulonimbus.rtmfp.endpoint.EndpointConfig;
import io.cumulonimbus.rtmfp.session.SessionConfig;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What a seed makes of a world: a server, clients, and everything that may go wrong between them,
 * mixed anew for each seed.
 *
 * <p>Loss up to 30 %, in bursts or evenly, duplicates, reordering, jitter, narrow lines, holes in
 * the path MTU, cut lines, translators that rebind, peers that vanish or restart, clocks that jump,
 * messages of a megabyte, a thousand flows opened and closed one after the other. Whatever comes,
 * three things hold: each reliable message arrives once and in order; nothing is sent beyond the
 * far end's window or the congestion window ({@code SendingRules}, after every turn of every node);
 * and in the end all tables are empty and no timer runs.
 */
public final class Ordeal {
    private static final int MOST_CLIENTS = 4;

    /** A rare trait of a world: one seed in so many. */
    private static final int RARE = 12;

    /** Simulated time that the traffic gets after the last mishap, in milliseconds. */
    private static final long PATIENCE_MS = 7_200_000;

    /** Longer than a silent far end is waited for, and than any end of a session takes. */
    private static final long FAREWELL_MS = 600_000;

    private static final long LOOK_MS = 250;

    private final long seed;
    private final RandomGenerator random;
    private final World world;
    private final List<Party> parties = new ArrayList<>();
    private final Mishaps mishaps;
    private final int safe;
    private final int largest;
    private final boolean heavy;
    private final StringBuilder story = new StringBuilder();
    private int nextIdentity;

    public Ordeal(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
        this.safe = random.nextInt(3) == 0 ? random.nextInt(576, 1200) : 1200;
        this.largest = random.nextInt(3) == 0 ? random.nextInt(safe, 1473) : safe;
        int pathMtu = random.nextBoolean() ? safe : random.nextInt(safe, 1500);
        this.world = new World(seed, config(EndpointConfig.SERVER));
        this.heavy = random.nextInt(RARE) == 0;
        this.mishaps = new Mishaps(world, random, pathMtu, story);
        tell("datagrams of %d to %d, path MTU %d".formatted(safe, largest, pathMtu));
    }

    /** Lives through it; fails with the story of what happened and how to see it again. */
    public void run() {
        try {
            live();
        } catch (AssertionError | RuntimeException failure) {
            throw new AssertionError(
                    failure.getMessage()
                            + "\n"
                            + story
                            + "replay with: scripts/simulate --seeds 1 --from "
                            + seed,
                    failure);
        }
    }

    /** What happened. */
    @Override
    public String toString() {
        return story.toString();
    }

    private void live() {
        mishaps.weather();
        for (int i = random.nextInt(1, MOST_CLIENTS + 1); i > 0; i--) {
            arrive(EndpointConfig.CLIENT);
        }
        boolean cycles = random.nextInt(RARE) == 0;
        int cycling = cycles ? random.nextInt(parties.size()) : -1;
        int steps = random.nextInt(10, 60);
        for (int i = 0; i < steps; i++) {
            act(parties.get(random.nextInt(parties.size())));
            world.runFor(random.nextInt(400));
        }
        if (cycles && parties.get(cycling).isAlive()) {
            tell("a thousand flows");
            for (int i = 0; i < 1000; i++) {
                parties.get(cycling).openAndClose(random);
                world.runFor(random.nextInt(20));
            }
        }
        mishaps.calm();
        finish();
        leave();
    }

    private EndpointConfig config(EndpointConfig of) {
        return of.withSession(SessionConfig.DEFAULT.withDatagrams(safe, largest));
    }

    private void arrive(EndpointConfig how) {
        Protection[] choice = {Protection.WANTED, Protection.OFF, Protection.IN_KIND};
        KeyingPolicy keying =
                new KeyingPolicy(
                        choice[random.nextInt(choice.length)],
                        choice[random.nextInt(choice.length)],
                        random.nextInt(4, 33));
        int identity = ++nextIdentity;
        InetSocketAddress at = World.address(identity, 5000);
        Node node = world.newClient(at, config(how).withKeying(keying), World.identity(identity));
        meet(node, identity);
    }

    private void meet(Node node, int identity) {
        int known = world.server().clients().size();
        for (int i = 0; i < 20; i++) {
            node.connect(world.server().address());
            boolean met =
                    world.runUntil(
                            () -> Party.isMet(world.server(), known, node, identity), 100_000);
            if (met) {
                parties.add(new Party(world.server(), node, identity));
                return;
            }
        }
        throw new AssertionError("client " + identity + " not connected, " + node.failures());
    }

    private void act(Party party) {
        if (!party.isAlive()) {
            return;
        }
        switch (random.nextInt(20)) {
            case 0, 1 -> party.open(random);
            case 2 -> party.closeOne(random);
            case 3 -> {
                for (int i = random.nextInt(20); i > 0; i--) {
                    party.openAndClose(random);
                }
            }
            case 4 -> party.suspendOne(random);
            case 5 -> party.resumeAll();
            case 6 -> mishaps.happenTo(party.node());
            case 7 -> mishaps.happenToAll();
            case 8 -> {
                if (random.nextInt(4) == 0) {
                    tell("client " + party.number() + " vanishes");
                    party.vanish();
                } else if (random.nextInt(4) == 0) {
                    restart(party);
                }
            }
            default -> write(party);
        }
    }

    private void write(Party party) {
        int kind = random.nextInt(10);
        int length = kind == 0 ? random.nextInt(60_000) : random.nextInt(kind < 5 ? 100 : 4000);
        if (heavy && random.nextInt(8) == 0) {
            length = 1 << 20;
            tell("a megabyte");
        }
        party.write(length, random);
    }

    /** The same certificate at the same address, from a machine that remembers nothing. */
    private void restart(Party party) {
        tell("client " + party.number() + " restarts");
        InetSocketAddress at = party.node().address();
        party.vanish();
        Node again =
                world.newClient(at, config(EndpointConfig.CLIENT), World.identity(party.number()));
        meet(again, party.number());
    }

    private void finish() {
        parties.stream().filter(Party::isAlive).forEach(Party::resumeAll);
        long endNs = world.nowNs() + PATIENCE_MS * 1_000_000;
        while (!parties.stream().allMatch(Party::isDone)) {
            parties.forEach(Party::checkAlive);
            if (world.nowNs() > endNs) {
                throw new AssertionError("not done: " + parties);
            }
            world.runFor(LOOK_MS);
        }
        parties.forEach(Party::verify);
    }

    /** Everybody goes, each in a way of its own; nothing is left. */
    private void leave() {
        for (Party party : parties) {
            if (party.isAlive()) {
                switch (random.nextInt(4)) {
                    case 0 -> party.node().client().close(CloseReason.NEAR_CLOSED);
                    case 1 -> party.atServer().close(CloseReason.NEAR_CLOSED);
                    case 2 -> party.node().endpoint().close(party.node().nowNs());
                    default -> party.vanish();
                }
            }
        }
        boolean empty =
                world.runUntil(
                        () -> world.server().isEmpty() && parties.stream().allMatch(Party::isEmpty),
                        FAREWELL_MS);
        long sent = world.network().sent();
        world.runFor(FAREWELL_MS);
        boolean holds = world.server().endpoint().statistics().buffered() != 0;
        if (!empty || holds || !world.server().hasForgottenAll()) {
            throw new AssertionError(
                    "left at the server: "
                            + world.server().endpoint().statistics()
                            + ", entries "
                            + world.server().endpoint().tableEntries());
        }
        parties.forEach(Party::verifyForgotten);
        if (world.network().sent() != sent || world.network().inFlight() > 0) {
            throw new AssertionError("somebody speaks after the end");
        }
        world.verify();
    }

    private void tell(String what) {
        mishaps.tell(what);
    }
}
