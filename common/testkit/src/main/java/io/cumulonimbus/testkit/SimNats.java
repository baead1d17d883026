package io.cumulonimbus.testkit;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Address translators of a simulated world, and the private networks behind them (RFC 4787 in the
 * words of RFC 3489). Private addresses can be reached inside their own network only.
 */
public final class SimNats {
    private static final int FIRST_PORT = 40_000;

    private final SimWorld world;
    private final Map<InetSocketAddress, Nat> behind = new HashMap<>();
    private boolean passingOn;

    /** What a translator lets in, and how it maps. */
    public enum Kind {
        /** One mapping for each host and port, open to everybody. */
        FULL_CONE,
        /** The same, open to hosts that something was sent to. */
        RESTRICTED,
        /** The same, open to the very addresses and ports that something was sent to. */
        PORT_RESTRICTED,
        /** Another mapping for each destination, open to that destination. */
        SYMMETRIC
    }

    /** Takes over the network's filter. */
    public SimNats(SimWorld world) {
        this.world = world;
        world.network().filter(this::passes);
    }

    /** Puts hosts behind a translator with this public address. */
    public void add(Kind kind, InetAddress outside, boolean hairpin, InetSocketAddress... hosts) {
        Nat nat = new Nat(kind, outside, hairpin);
        for (InetSocketAddress host : hosts) {
            behind.put(host, nat);
        }
    }

    private boolean passes(byte[] datagram, InetSocketAddress from, InetSocketAddress to) {
        if (passingOn) {
            return true;
        }
        Nat ofSender = behind.get(from);
        Nat ofReceiver = behind.get(to);
        if (ofReceiver != null || ofSender == null) {
            return ofReceiver == ofSender;
        }
        ofSender.leave(datagram, from, to);
        return false;
    }

    private record Flow(InetSocketAddress inside, InetSocketAddress to) {}

    /** A public address that stands for a private one. */
    private final class Mapping {
        private final Nat nat;
        private final InetSocketAddress inside;
        private final InetSocketAddress outside;
        private final Set<InetSocketAddress> known = new HashSet<>();

        Mapping(Nat nat, InetSocketAddress inside, InetSocketAddress outside) {
            this.nat = nat;
            this.inside = inside;
            this.outside = outside;
            world.network().attach(outside, (datagram, from, nowNs) -> arrive(datagram, from));
        }

        void arrive(byte[] datagram, InetSocketAddress from) {
            if (nat.lets(from, known)) {
                passingOn = true;
                send(datagram, from, inside);
                passingOn = false;
            }
        }
    }

    private void send(byte[] datagram, InetSocketAddress from, InetSocketAddress to) {
        world.network().send(datagram, datagram.length, from, to, world.clock().nowNs());
    }

    private final class Nat {
        private final Kind kind;
        private final InetAddress outside;
        private final boolean hairpin;
        private final Map<Flow, Mapping> byFlow = new HashMap<>();
        private final Map<InetSocketAddress, Mapping> byOutside = new HashMap<>();

        Nat(Kind kind, InetAddress outside, boolean hairpin) {
            this.kind = kind;
            this.outside = outside;
            this.hairpin = hairpin;
        }

        void leave(byte[] datagram, InetSocketAddress from, InetSocketAddress to) {
            InetSocketAddress meant = kind == Kind.SYMMETRIC ? to : from;
            Mapping mapping =
                    byFlow.computeIfAbsent(new Flow(from, meant), flow -> newMapping(from));
            mapping.known.add(to);
            if (!to.getAddress().equals(outside)) {
                send(datagram, mapping.outside, to);
            } else if (hairpin && byOutside.containsKey(to)) {
                byOutside.get(to).arrive(datagram, mapping.outside);
            }
        }

        private Mapping newMapping(InetSocketAddress from) {
            InetSocketAddress free = new InetSocketAddress(outside, FIRST_PORT + byOutside.size());
            Mapping mapping = new Mapping(this, from, free);
            byOutside.put(free, mapping);
            return mapping;
        }

        boolean lets(InetSocketAddress from, Set<InetSocketAddress> known) {
            return switch (kind) {
                case FULL_CONE -> true;
                case RESTRICTED ->
                        known.stream().anyMatch(to -> to.getAddress().equals(from.getAddress()));
                case PORT_RESTRICTED, SYMMETRIC -> known.contains(from);
            };
        }
    }
}
