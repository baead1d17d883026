package io.cumulonimbus.origin;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.net.gateway.Guests;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.rtmfp.endpoint.HelloPolicy;
import io.cumulonimbus.rtmfp.endpoint.ReceivedHello;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Who comes in by an origin's own doors, until nobody is let in any more. Any thread. */
final class Lobby {
    private final Map<Loop, Guests> guests = new ConcurrentHashMap<>();
    private final Function<Loop, ClientAcceptor> acceptors;
    private volatile boolean closed;

    /**
     * @param acceptors answers who takes the clients of a loop
     */
    Lobby(Function<Loop, ClientAcceptor> acceptors) {
        this.acceptors = acceptors;
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
