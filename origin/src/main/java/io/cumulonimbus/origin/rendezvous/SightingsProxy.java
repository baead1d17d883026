package io.cumulonimbus.origin.rendezvous;

import io.cumulonimbus.rtmfp.relay.Sightings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Who is seen at which of our addresses, for some seconds: clients that look for themselves, which
 * is how one learns where it is seen, and pairs of clients that do not find each other. Any thread.
 *
 * <p>Only who knows the tag, and comes from the same host as before, is noticed; nobody is told
 * anything but its own address.
 */
public final class SightingsProxy implements Sightings {
    /** Tags at the same time; there is no notice of more. */
    static final int MOST = 1024;

    /** Notices of each. */
    static final int MOST_NOTICES = 32;

    /** So long a tag is known. */
    static final long WHILE_NS = 20_000_000_000L;

    /**
     * A client that may be seen.
     *
     * @param host where it is known to be
     * @param seen told, on any thread, at which address it was seen by an address of ours that it
     *     has no session with
     */
    record Party(InetAddress host, Consumer<InetSocketAddress> seen) {}

    private record Watch(
            PeerId wanted, Party asker, Optional<Party> other, long endNs, AtomicInteger left) {

        boolean notices(Party party, InetSocketAddress from, long nowNs) {
            boolean notices =
                    party.host().equals(from.getAddress())
                            && endNs - nowNs > 0
                            && left.getAndDecrement() > 0;
            if (notices) {
                party.seen().accept(from);
            }
            return notices;
        }
    }

    private final Map<ByteBuffer, Watch> watches = new ConcurrentHashMap<>();
    private final AtomicLong cleanAtNs = new AtomicLong();
    private volatile List<InetSocketAddress> doors = List.of();

    /** Says by which addresses clients reach this server. */
    public void doors(List<InetSocketAddress> all) {
        doors = List.copyOf(all);
    }

    /** Those of our addresses that a client at {@code from} can reach. */
    List<InetSocketAddress> doorsFor(InetSocketAddress from) {
        Class<? extends InetAddress> family = from.getAddress().getClass();
        return doors.stream().filter(door -> door.getAddress().getClass() == family).toList();
    }

    /** A client looks for itself, at the address of its session. */
    void watch(byte[] tag, PeerId itself, Party asker, long nowNs) {
        add(tag, itself, asker, Optional.empty(), nowNs);
    }

    /** A client looks for another one, in vain so far. */
    void watch(byte[] tag, PeerId wanted, Party asker, Party other, long nowNs) {
        add(tag, wanted, asker, Optional.of(other), nowNs);
    }

    private void add(byte[] tag, PeerId wanted, Party asker, Optional<Party> other, long nowNs) {
        if (tag.length > Attempts.MOST_TAG) {
            return;
        }
        long due = cleanAtNs.get();
        boolean isTime = due == 0 || nowNs - due >= 0 || watches.size() >= MOST;
        if (isTime && cleanAtNs.compareAndSet(due, nowNs + WHILE_NS)) {
            watches.values().removeIf(one -> one.endNs() - nowNs <= 0);
        }
        if (watches.size() < MOST) {
            AtomicInteger left = new AtomicInteger(MOST_NOTICES);
            watches.putIfAbsent(
                    ByteBuffer.wrap(tag), new Watch(wanted, asker, other, nowNs + WHILE_NS, left));
        }
    }

    private Optional<Watch> of(byte[] tag) {
        return tag.length > Attempts.MOST_TAG
                ? Optional.empty()
                : Optional.ofNullable(watches.get(ByteBuffer.wrap(tag)));
    }

    @Override
    public boolean onHello(byte[] tag, byte[] peerId, InetSocketAddress from, long nowNs) {
        return of(tag).filter(watch -> Arrays.equals(watch.wanted().bytes(), peerId))
                .filter(watch -> watch.notices(watch.asker(), from, nowNs))
                .filter(watch -> watch.other().isEmpty())
                .isPresent();
    }

    @Override
    public void onAnswer(byte[] tag, InetSocketAddress from, long nowNs) {
        of(tag).ifPresent(
                        watch ->
                                watch.other()
                                        .ifPresent(other -> watch.notices(other, from, nowNs)));
    }

    int size() {
        return watches.size();
    }
}
