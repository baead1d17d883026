package io.cumulonimbus.fuzz;

import io.cumulonimbus.rtmfp.endpoint.SessionTrial;
import io.cumulonimbus.rtmfp.endpoint.StartupTrial;
import io.cumulonimbus.rtmfp.world.HandshakeTrial;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Whole RTMFP endpoints: strangers, far ends of sessions, and what goes between two that open. */
final class EndpointTargets {
    private EndpointTargets() {}

    static List<Target> all() {
        return List.of(
                new Conversation(
                        "startup",
                        () -> Seeds.packets(true),
                        10,
                        input -> new StartupTrial().hears(Spoiler.pieces(input))),
                new Conversation(
                        "session",
                        Seeds::heardByServer,
                        5,
                        input -> new SessionTrial().hears(Spoiler.pieces(input))),
                new Handshakes());
    }

    /** Packets in a row, some of them spoiled, to a fresh endpoint. */
    private static final class Conversation implements Target {
        private final String name;
        private final Supplier<List<byte[]>> seeds;
        private final int weight;
        private final Consumer<byte[]> taker;
        private List<byte[]> read;

        Conversation(
                String name, Supplier<List<byte[]>> seeds, int weight, Consumer<byte[]> taker) {
            this.name = name;
            this.seeds = seeds;
            this.weight = weight;
            this.taker = taker;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public byte[] input(RandomGenerator random) {
            if (read == null) {
                read = seeds.get();
            }
            return Spoiler.conversation(read, 2, random);
        }

        @Override
        public void run(byte[] input) {
            taker.accept(input);
        }

        @Override
        public int weight() {
            return weight;
        }

        @Override
        public long allocation() {
            return 1 << 20;
        }
    }

    /** Two endpoints of ours, and a network between them that spoils what opens a session. */
    private static final class Handshakes implements Target {
        @Override
        public String name() {
            return "handshake";
        }

        @Override
        public byte[] input(RandomGenerator random) {
            byte[] seed = new byte[8];
            random.nextBytes(seed);
            return seed;
        }

        @Override
        public void run(byte[] input) {
            new HandshakeTrial(input).run();
        }

        @Override
        public int weight() {
            return 1;
        }

        @Override
        public long allocation() {
            return 64 << 20;
        }
    }
}
