package io.cumulonimbus.net.udp;

import io.cumulonimbus.rtmfp.crypto.Cookies;
import io.cumulonimbus.rtmfp.endpoint.AddressClaims;
import io.cumulonimbus.rtmfp.endpoint.Census;
import io.cumulonimbus.rtmfp.endpoint.Shard;
import io.cumulonimbus.rtmfp.packet.Multiplex;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.random.RandomGenerator;

/**
 * The shards behind one address, and where a datagram belongs among them: by the session id, which
 * names a shard; by the far address, when a shard has sessions or a handshake with it; otherwise
 * wherever it arrived. Used from all their loops.
 */
final class ShardGroup {
    private final int count;
    private final boolean balanced;
    private final Census census;
    private final byte[] cookieSecret;

    /** Bounded by the sessions and key agreements that endpoints allow. */
    private final ConcurrentMap<InetSocketAddress, Integer> owners = new ConcurrentHashMap<>();

    private final AtomicReferenceArray<HandOverProxy> doors;

    /**
     * @param balanced whether the system spreads far addresses over sockets of the shards;
     *     otherwise the first shard receives everything
     * @param census counts the sessions of all groups of a gateway
     */
    static ShardGroup of(int count, boolean balanced, Census census, RandomGenerator random) {
        byte[] cookieSecret = new byte[Cookies.SECRET_LENGTH];
        random.nextBytes(cookieSecret);
        return new ShardGroup(count, balanced, census, cookieSecret);
    }

    private ShardGroup(int count, boolean balanced, Census census, byte[] cookieSecret) {
        this.census = census;
        this.count = count;
        this.balanced = balanced;
        this.cookieSecret = cookieSecret;
        this.doors = new AtomicReferenceArray<>(count);
    }

    /** The group of a shard without others. */
    static ShardGroup ofOne() {
        return new ShardGroup(1, true, new SharedCensus(from -> true), new byte[0]);
    }

    /** How the socket of this shard comes to its port. */
    PortUse portUse(int number) {
        if (count == 1 || !balanced) {
            return PortUse.ALONE;
        }
        return number == 0 ? PortUse.FIRST : PortUse.FURTHER;
    }

    boolean balanced() {
        return balanced;
    }

    /** What the endpoint of this shard has to know. */
    Shard place(int number) {
        return count == 1
                ? Shard.alone(census)
                : Shard.of(number, count, cookieSecret, new Claims(number), census);
    }

    /** Makes the way to a shard known. */
    void open(int number, HandOverProxy door) {
        doors.set(number, door);
    }

    /** The shard that a datagram belongs to, which this one received. */
    int home(int receiver, byte[] datagram, int length, InetSocketAddress from) {
        if (count == 1 || length < Multiplex.HEADER) {
            return receiver;
        }
        int id = Multiplex.sessionId(datagram, 0, length);
        if (id != 0) {
            return Shard.of(id, count);
        }
        Integer owner = owners.get(from);
        if (owner != null) {
            return owner;
        }
        return balanced ? receiver : (from.hashCode() * 0x9e3779b9 >>> 16) % count;
    }

    /** Hands a datagram, which is copied, to the loop of another shard. */
    void handOver(int home, byte[] datagram, int length, InetSocketAddress from) {
        HandOverProxy door = doors.get(home);
        if (door != null) { // otherwise it is only being opened, and has no sessions
            door.offer(datagram, length, from);
        }
    }

    /** What one shard has. */
    private final class Claims implements AddressClaims {
        private final Integer number;

        Claims(int number) {
            this.number = number;
        }

        @Override
        public boolean claim(InetSocketAddress address) {
            Integer owner = owners.putIfAbsent(address, number);
            return owner == null || owner.equals(number);
        }

        @Override
        public void take(InetSocketAddress address) {
            owners.put(address, number);
        }

        @Override
        public void release(InetSocketAddress address) {
            owners.remove(address, number);
        }
    }
}
