package io.cumulonimbus.net.http;

import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.rtmp.tunnel.HttpReply;
import io.cumulonimbus.rtmp.tunnel.TunnelExchange;
import java.util.function.BooleanSupplier;

/** The way of a reply from its session's loop to that of the HTTP connection. */
final class ExchangeProxy implements TunnelExchange {
    private final TunnelExchange exchange;
    private final BoundedHop home;
    private final BooleanSupplier gone;

    /**
     * @param exchange owned by the loop of {@code home}
     * @param gone whether the connection is gone; any thread
     */
    ExchangeProxy(TunnelExchange exchange, BoundedHop home, BooleanSupplier gone) {
        this.exchange = exchange;
        this.home = home;
        this.gone = gone;
    }

    /** Insists, as there is one reply to each request, whose number is bounded. */
    @Override
    public void reply(HttpReply reply) {
        if (home.target().inLoop()) {
            exchange.reply(reply);
        } else {
            home.insist(() -> exchange.reply(reply));
        }
    }

    @Override
    public boolean isGone() {
        return gone.getAsBoolean();
    }
}
