package io.cumulonimbus.origin;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.net.doors.RtmpListeners;
import io.cumulonimbus.net.gateway.Guests;
import io.cumulonimbus.net.limits.Limits;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.udp.UdpOptions;
import io.cumulonimbus.rtmfp.endpoint.HelloPolicy;
import io.cumulonimbus.rtmfp.endpoint.ReceivedHello;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Who comes in by an origin's own doors, until nobody is let in any more. Any thread. */
final class Lobby {
    private final Map<Loop, Guests> guests = new ConcurrentHashMap<>();
    private final Function<Loop, ClientAcceptor> acceptors;
    private final Predicate<InetAddress> banned;
    private final Limits limits;
    private volatile boolean closed;

    /**
     * @param acceptors answers who takes the clients of a loop
     * @param banned from where nobody comes in
     * @param limits how many come in, and how often
     */
    Lobby(Function<Loop, ClientAcceptor> acceptors, Predicate<InetAddress> banned, Limits limits) {
        this.banned = banned;
        this.limits = limits;
        this.acceptors = acceptors;
    }

    /** The doors for clients of RTMP; none is open yet. */
    RtmpListeners listeners(Loops loops, RandomGenerator random) {
        return new RtmpListeners(loops, this::door, limits.refusing(banned), random);
    }

    /** How the door for clients of RTMFP is. */
    UdpOptions udp(int bufferSize) {
        return new UdpOptions(bufferSize, true, banned, limits::admits);
    }

    /** How many come in, and how often. */
    Limits limits() {
        return limits;
    }

    /** The way in to one loop. */
    ClientAcceptor door(Loop loop) {
        return guests.computeIfAbsent(loop, l -> new Guests(l, acceptors.apply(l)));
    }

    /** Answers no hellos of newcomers any more, once it is closed; peers are introduced as ever. */
    HelloPolicy guard(HelloPolicy policy) {
        return new HelloPolicy() {
            @Override
            public Answer answer(ReceivedHello hello, long nowNs) {
                return closed && hello.selected() ? new Ignore() : policy.answer(hello, nowNs);
            }

            @Override
            public void onStrayAnswer(byte[] tag, InetSocketAddress from, long nowNs) {
                policy.onStrayAnswer(tag, from, nowNs);
            }
        };
    }

    /** Whether newcomers are let in. */
    boolean isOpen() {
        return !closed;
    }

    /** Lets nobody in any more; clients whose protocol has a word for it are asked to go. */
    void close() {
        closed = true;
        guests.values().forEach(Guests::leave);
    }

    /** How many came in by these doors and are here now. */
    int count() {
        return guests.values().stream().mapToInt(Guests::count).sum();
    }
}
