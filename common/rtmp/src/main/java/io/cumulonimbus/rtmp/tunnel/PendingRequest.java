package io.cumulonimbus.rtmp.tunnel;

import java.util.ArrayList;
import java.util.List;

/** A numbered request of a session that is not answered; repeated ones are answered with it. */
final class PendingRequest {
    private static final int MOST_EXCHANGES = 4;

    final long sequence;
    final boolean poll;
    final byte[] body;
    final long arrivedNs;
    private final List<TunnelExchange> exchanges = new ArrayList<>();

    PendingRequest(
            long sequence, boolean poll, byte[] body, TunnelExchange exchange, long arrivedNs) {
        this.sequence = sequence;
        this.poll = poll;
        this.body = body;
        this.arrivedNs = arrivedNs;
        exchanges.add(exchange);
    }

    /** Somebody asks the same again. */
    void repeat(TunnelExchange exchange) {
        if (exchanges.size() == MOST_EXCHANGES) {
            exchange.reply(HttpReply.empty(503));
        } else {
            exchanges.add(exchange);
        }
    }

    boolean isGone() {
        return exchanges.stream().allMatch(TunnelExchange::isGone);
    }

    void reply(HttpReply reply) {
        exchanges.forEach(exchange -> exchange.reply(reply));
    }
}
