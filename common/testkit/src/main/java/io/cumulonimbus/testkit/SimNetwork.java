package io.cumulonimbus.testkit;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/**
 * A simulated datagram network: seeded, without sockets, threads or a clock of its own.
 *
 * <p>Everything that happens follows from the seed and the calls. Datagrams to addresses where
 * nobody listens vanish and are counted.
 */
public final class SimNetwork {
    /** Takes the datagrams for one address; the array is the receiver's to keep. */
    @FunctionalInterface
    public interface Receiver {
        void onDatagram(byte[] datagram, InetSocketAddress from, long nowNs);
    }

    /**
     * Sees every datagram as it is sent, before anything happens to it; answers whether it goes.
     */
    @FunctionalInterface
    public interface Filter {
        boolean passes(byte[] datagram, InetSocketAddress from, InetSocketAddress to);
    }

    private record Direction(InetSocketAddress from, InetSocketAddress to) {}

    private record Flight(
            long atNs, long order, byte[] datagram, InetSocketAddress from, InetSocketAddress to) {}

    private final RandomGenerator random;
    private final SimConditions everywhere = new SimConditions();
    private final Map<Direction, SimConditions> directions = new HashMap<>();
    private final Map<InetSocketAddress, Receiver> receivers = new HashMap<>();
    private final Map<InetSocketAddress, InetSocketAddress> outside = new HashMap<>();
    private final Map<InetSocketAddress, InetSocketAddress> inside = new HashMap<>();
    private final PriorityQueue<Flight> flights =
            new PriorityQueue<>(
                    Comparator.comparingLong(Flight::atNs).thenComparingLong(Flight::order));
    private Filter filter = (datagram, from, to) -> true;
    private long order;
    private long sent;
    private long dropped;
    private long delivered;

    public SimNetwork(RandomGenerator random) {
        this.random = random;
    }

    /** Conditions of every path that has none of its own. */
    public SimConditions everywhere() {
        return everywhere;
    }

    /** Conditions of the path from one address to another, before any rewriting; this way only. */
    public SimConditions path(InetSocketAddress from, InetSocketAddress to) {
        return directions.computeIfAbsent(new Direction(from, to), d -> new SimConditions());
    }

    /** Cuts or heals the path between two addresses, both ways. */
    public void partition(InetSocketAddress a, InetSocketAddress b, boolean cut) {
        path(a, b).partitioned(cut);
        path(b, a).partitioned(cut);
    }

    /** Sees, and may drop, every datagram that is sent from now on. */
    public void filter(Filter newFilter) {
        filter = newFilter;
    }

    /** Listens at an address; a second call replaces the first receiver. */
    public void attach(InetSocketAddress address, Receiver receiver) {
        receivers.put(address, receiver);
    }

    /** Stops listening; what is on its way there will vanish. */
    public void detach(InetSocketAddress address) {
        receivers.remove(address);
    }

    /**
     * Puts {@code host} behind a translator: what it sends comes from {@code mapped} and what is
     * sent there reaches it. A second call rebinds it: the mapping before is gone.
     */
    public void translate(InetSocketAddress host, InetSocketAddress mapped) {
        InetSocketAddress before = outside.put(host, mapped);
        if (before != null) {
            inside.remove(before);
        }
        inside.put(mapped, host);
    }

    /** Sends the first {@code length} bytes, which are copied. */
    public void send(
            byte[] datagram, int length, InetSocketAddress from, InetSocketAddress to, long nowNs) {
        sent++;
        byte[] copy = Arrays.copyOf(datagram, length);
        SimConditions path = directions.getOrDefault(new Direction(from, to), everywhere);
        if (!filter.passes(copy, from, to) || path.drops(length, random)) {
            dropped++;
            return;
        }
        InetSocketAddress source = outside.getOrDefault(from, from);
        launch(path, copy, source, to, nowNs);
        if (path.duplicates(random)) {
            launch(path, copy.clone(), source, to, nowNs);
        }
    }

    private void launch(
            SimConditions path,
            byte[] datagram,
            InetSocketAddress from,
            InetSocketAddress to,
            long nowNs) {
        long atNs = path.arrivalNs(datagram.length, nowNs, random);
        if (atNs < 0) {
            dropped++;
        } else {
            flights.add(new Flight(atNs, order++, datagram, from, to));
        }
    }

    /** When the next datagram arrives, or {@link Long#MAX_VALUE} when none is on its way. */
    public long nextNs() {
        return flights.isEmpty() ? Long.MAX_VALUE : flights.peek().atNs;
    }

    /** Hands over what has arrived by now; also what receivers send meanwhile without latency. */
    public void deliver(long nowNs) {
        while (nextNs() <= nowNs) {
            Flight flight = flights.poll();
            InetSocketAddress to = inside.getOrDefault(flight.to, flight.to);
            Receiver receiver = receivers.get(to);
            if (receiver == null) {
                dropped++;
            } else {
                delivered++;
                receiver.onDatagram(flight.datagram, flight.from, nowNs);
            }
        }
    }

    /** Datagrams on their way. */
    public int inFlight() {
        return flights.size();
    }

    /** Datagrams sent so far. */
    public long sent() {
        return sent;
    }

    /** Datagrams (and duplicates) lost so far, for whatever reason. */
    public long dropped() {
        return dropped;
    }

    /** Datagrams handed to receivers so far. */
    public long delivered() {
        return delivered;
    }
}
