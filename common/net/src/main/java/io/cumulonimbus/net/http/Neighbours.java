package io.cumulonimbus.net.http;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The servers that a load balancer sends requests of RTMPT to as it likes, this one among them.
 * Each has a short name that the ids of its sessions begin with; it follows from its address and a
 * secret that all of them know, so that nobody has to be asked. Any thread.
 */
public final class Neighbours {
    /** Letters of a name. */
    static final int NAME = 6;

    private static final byte[] PURPOSE = "RTMPT neighbours\n".getBytes(StandardCharsets.US_ASCII);
    private static final int RADIX = 36;
    private static final long NAMES = 2_176_782_336L; // 36 to the power of NAME
    private static final long SECOND_NS = 1_000_000_000L;

    private final List<Place> places;
    private final byte[] secret;
    private final LongSupplier clock;
    private final boolean mayChange;
    private final String own;
    private final AtomicLong lookedUpNs;
    private volatile Map<String, InetSocketAddress> byName;

    /**
     * Where neighbours are.
     *
     * @param host an address, or a name with one or several
     * @param first their TCP port for RTMPT, or the first of those that are next to each other
     * @param last the last one of these
     */
    public record Place(String host, int first, int last) {}

    /**
     * Looks names up, which may block.
     *
     * @param secret the same at all of them
     * @param hosts where we listen
     * @param port of ours for RTMPT
     * @param clock answers nanoseconds
     */
    public static Neighbours of(
            List<Place> places,
            byte[] secret,
            List<InetAddress> hosts,
            int port,
            LongSupplier clock) {
        return new Neighbours(places, secret, hosts, port, clock);
    }

    private Neighbours(
            List<Place> places,
            byte[] secret,
            List<InetAddress> hosts,
            int port,
            LongSupplier clock) {
        this.places = List.copyOf(places);
        this.secret =
                ByteBuffer.allocate(PURPOSE.length + secret.length)
                        .put(PURPOSE)
                        .put(secret)
                        .array();
        this.clock = clock;
        this.mayChange = places.stream().anyMatch(place -> unresolved(place.host()));
        List<InetSocketAddress> all = addresses();
        this.byName = named(all);
        this.own = name(ours(all, hosts, port));
        this.lookedUpNs = new AtomicLong(clock.getAsLong());
    }

    private static boolean unresolved(String host) {
        return !host.matches("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
    }

    private List<InetSocketAddress> addresses() {
        List<InetSocketAddress> all = new ArrayList<>();
        for (Place place : places) {
            try {
                for (InetAddress one : InetAddress.getAllByName(place.host())) {
                    for (int port = place.first(); port <= place.last(); port++) {
                        all.add(new InetSocketAddress(one, port));
                    }
                }
            } catch (UnknownHostException nobodyYet) {
                continue;
            }
        }
        return all;
    }

    private Map<String, InetSocketAddress> named(List<InetSocketAddress> all) {
        Map<String, InetSocketAddress> names = new HashMap<>();
        all.forEach(one -> names.put(name(one), one));
        return names;
    }

    /** The one of them that we are; else our address, for a name in which it is not yet. */
    private static InetSocketAddress ours(
            List<InetSocketAddress> all, List<InetAddress> hosts, int port) {
        boolean everywhere = hosts.stream().anyMatch(InetAddress::isAnyLocalAddress);
        return all.stream()
                .filter(one -> one.getPort() == port)
                .filter(
                        one ->
                                everywhere
                                        ? isLocal(one.getAddress())
                                        : hosts.contains(one.getAddress()))
                .findFirst()
                .orElseGet(
                        () -> new InetSocketAddress(everywhere ? machine() : hosts.get(0), port));
    }

    private static boolean isLocal(InetAddress address) {
        try {
            return address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unknown) {
            return false;
        }
    }

    private static InetAddress machine() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(one -> !one.isLoopbackAddress() && !one.isLinkLocalAddress())
                    .min((a, b) -> a.getAddress().length - b.getAddress().length)
                    .orElse(InetAddress.getLoopbackAddress());
        } catch (SocketException none) {
            return InetAddress.getLoopbackAddress();
        }
    }

    private String name(InetSocketAddress address) {
        byte[] host = address.getAddress().getAddress();
        byte[] bytes =
                ByteBuffer.allocate(host.length + Integer.BYTES)
                        .put(host)
                        .putInt(address.getPort())
                        .array();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            long number =
                    Long.remainderUnsigned(ByteBuffer.wrap(mac.doFinal(bytes)).getLong(), NAMES);
            String digits = Long.toString(number, RADIX);
            return "0".repeat(NAME - digits.length()) + digits;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    /** What the others know this server by. */
    String own() {
        return own;
    }

    /**
     * Who has that name; if nobody is known to, names of hosts are looked up again, but not often.
     */
    CompletableFuture<Optional<InetSocketAddress>> find(String name) {
        InetSocketAddress known = byName.get(name);
        long last = lookedUpNs.get();
        long now = clock.getAsLong();
        if (known != null
                || !mayChange
                || now - last < SECOND_NS
                || !lookedUpNs.compareAndSet(last, now)) {
            return CompletableFuture.completedFuture(Optional.ofNullable(known));
        }
        return CompletableFuture.supplyAsync(
                () -> {
                    byName = named(addresses());
                    return Optional.ofNullable(byName.get(name));
                });
    }
}
