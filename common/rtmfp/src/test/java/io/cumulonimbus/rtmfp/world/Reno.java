package io.cumulonimbus.rtmfp.world;

import io.cumulonimbus.testkit.SimWorld;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.TreeSet;

/**
 * A model of TCP NewReno (RFC 5681, RFC 6582) with an endless supply of data, every packet of which
 * is acknowledged: what our flows have to share lines with.
 */
final class Reno implements SimWorld.Host {
    private static final int SEGMENT = 1200;
    private static final int ACK = 60;
    private static final long TIMEOUT_NS = 1_000_000_000L;
    private static final int DUPLICATES = 3;

    private final SimWorld sim;
    private final InetSocketAddress sender;
    private final InetSocketAddress receiver;
    private final TreeSet<Integer> beyond = new TreeSet<>();
    private double window = 3;
    private double threshold = 64;
    private int next;
    private int acknowledged;
    private int recoverUpTo = -1;
    private int lastLossAt = -1;
    private int duplicates;
    private int expected;
    private long timeoutAt;

    Reno(SimWorld sim, InetSocketAddress sender, InetSocketAddress receiver) {
        this.sim = sim;
        this.sender = sender;
        this.receiver = receiver;
        sim.network().attach(receiver, (datagram, from, now) -> arrives(datagram, now));
        sim.network().attach(sender, (datagram, from, now) -> answered(datagram, now));
        timeoutAt = sim.clock().nowNs() + TIMEOUT_NS;
        sim.add(this);
    }

    /** Bytes that arrived in order. */
    long delivered() {
        return (long) expected * SEGMENT;
    }

    @Override
    public long turn(long nowNs) {
        if (nowNs >= timeoutAt) {
            threshold = Math.max((next - acknowledged) / 2.0, 2);
            window = 1;
            lastLossAt = Math.max(lastLossAt, next - 1);
            next = acknowledged;
            recoverUpTo = -1;
            duplicates = 0;
            timeoutAt = nowNs + TIMEOUT_NS;
        }
        while (next - acknowledged < (int) window) {
            send(next++, nowNs);
        }
        return timeoutAt;
    }

    private void send(int number, long nowNs) {
        byte[] datagram = new byte[SEGMENT];
        ByteBuffer.wrap(datagram).putInt(number);
        sim.network().send(datagram, SEGMENT, sender, receiver, nowNs);
    }

    private void arrives(byte[] datagram, long nowNs) {
        int number = ByteBuffer.wrap(datagram).getInt();
        if (number >= expected) {
            beyond.add(number);
        }
        while (beyond.remove(expected)) {
            expected++;
        }
        byte[] ack = new byte[ACK];
        ByteBuffer.wrap(ack).putInt(expected);
        sim.network().send(ack, ACK, receiver, sender, nowNs);
    }

    private void answered(byte[] datagram, long nowNs) {
        int upTo = ByteBuffer.wrap(datagram).getInt();
        if (upTo > acknowledged) {
            progress(upTo, nowNs);
        } else if (upTo == acknowledged && next > acknowledged) {
            duplicate(nowNs);
        }
    }

    private void progress(int upTo, long nowNs) {
        int count = upTo - acknowledged;
        acknowledged = upTo;
        next = Math.max(next, upTo);
        timeoutAt = nowNs + TIMEOUT_NS;
        duplicates = 0;
        if (recoverUpTo >= 0) {
            if (upTo > recoverUpTo) {
                recoverUpTo = -1;
                window = threshold;
            } else {
                send(upTo, nowNs);
                window = Math.max(window - count + 1, 1);
            }
        } else {
            window += window < threshold ? 1 : 1 / window;
        }
    }

    private void duplicate(long nowNs) {
        duplicates++;
        if (recoverUpTo >= 0) {
            window++;
        } else if (duplicates == DUPLICATES && acknowledged > lastLossAt) {
            // RFC 6582 §3.2: not for what was sent before the last loss
            threshold = Math.max((next - acknowledged) / 2.0, 2);
            recoverUpTo = next - 1;
            lastLossAt = recoverUpTo;
            window = threshold + DUPLICATES;
            send(acknowledged, nowNs);
        }
    }
}
