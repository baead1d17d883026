package io.cumulonimbus.rtmfp.endpoint;

import io.cumulonimbus.rtmfp.chunk.PacketFragment;
import io.cumulonimbus.rtmfp.session.Deadlined;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Startup packets that arrive in pieces (RFC 7016 §3.4), by the address that sends them and the id
 * that it gave them.
 *
 * <p>Who sends them is unproven, so everything is bounded: packets, their pieces, and the bytes of
 * all of them.
 */
final class PacketReassembly extends Deadlined {
    /** §3.4: how long a packet may take. */
    private static final long LIFETIME_NS = 60_000_000_000L;

    /** §3.4: how long it may go without a new fragment. */
    private static final long PROGRESS_NS = 1_000_000_000L;

    /** §3.4: bytes of one packet. */
    static final int MAX_PACKET = 65_536;

    static final int MAX_FRAGMENTS = 128;
    static final int MAX_PACKETS = 256;

    /** Bytes of all packets together. */
    static final int MAX_BYTES = 1 << 20;

    private record Key(InetSocketAddress from, int sessionId, long packetId) {}

    /** A packet of which something is missing. */
    private static final class Partial {
        private final byte[][] pieces = new byte[MAX_FRAGMENTS][];
        private final long startedAt;
        private long progressAt;
        private int count;
        private int last = MAX_FRAGMENTS;
        private int highest;
        private int bytes;

        private Partial(long nowNs) {
            startedAt = nowNs;
        }

        private long deadline() {
            return Math.min(startedAt + LIFETIME_NS, progressAt + PROGRESS_NS);
        }

        /** Whether this piece is new and does not contradict the others. */
        private boolean isWanted(int number, PacketFragment fragment) {
            boolean fits = bytes + fragment.data().length <= MAX_PACKET;
            boolean agrees = fragment.more() ? number < last : last == MAX_FRAGMENTS;
            boolean ends = fragment.more() || number >= highest;
            return pieces[number] == null && fits && agrees && ends;
        }

        private void add(int number, PacketFragment fragment, long nowNs) {
            pieces[number] = fragment.data();
            bytes += fragment.data().length;
            highest = Math.max(highest, number);
            count++;
            if (!fragment.more()) {
                last = number;
            }
            progressAt = nowNs;
        }

        private boolean isComplete() {
            return count == last + 1;
        }

        private byte[] join() {
            byte[] packet = new byte[bytes];
            int at = 0;
            for (int i = 0; i <= last; i++) {
                System.arraycopy(pieces[i], 0, packet, at, pieces[i].length);
                at += pieces[i].length;
            }
            return packet;
        }
    }

    private final Counters counters;
    private final Map<Key, Partial> partials = new HashMap<>(1);
    private int bytes;

    PacketReassembly(Counters counters) {
        this.counters = counters;
    }

    /** Packets of which something is missing. */
    int packets() {
        return partials.size();
    }

    int bytes() {
        return bytes;
    }

    /** Takes a piece; answers the whole plain packet when it was the last one missing. */
    // RFC 7016 §3.4, §2.3.1
    Optional<byte[]> add(
            PacketFragment fragment, int sessionId, InetSocketAddress from, long nowNs) {
        if (Long.compareUnsigned(fragment.fragmentNumber(), MAX_FRAGMENTS) >= 0) {
            counters.overLimit++;
            return Optional.empty();
        }
        Key key = new Key(from, sessionId, fragment.packetId());
        Partial partial = partials.get(key);
        if (bytes + fragment.data().length > MAX_BYTES
                || partial == null && partials.size() >= MAX_PACKETS) {
            counters.overLimit++;
            return Optional.empty();
        }
        if (partial == null) {
            partial = new Partial(nowNs);
            partials.put(key, partial);
        }
        int number = (int) fragment.fragmentNumber();
        if (!partial.isWanted(number, fragment)) {
            return Optional.empty();
        }
        partial.add(number, fragment, nowNs);
        bytes += fragment.data().length;
        if (!partial.isComplete()) {
            return Optional.empty();
        }
        partials.remove(key);
        bytes -= partial.bytes;
        return Optional.of(partial.join());
    }

    @Override
    public long deadline() {
        long next = Long.MAX_VALUE;
        for (Partial partial : partials.values()) {
            next = Math.min(next, partial.deadline());
        }
        return next;
    }

    @Override
    public void advance(long nowNs) {
        partials.values().removeIf(partial -> isOver(partial, nowNs));
    }

    private boolean isOver(Partial partial, long nowNs) {
        boolean over = partial.deadline() <= nowNs;
        if (over) {
            bytes -= partial.bytes;
        }
        return over;
    }
}
