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
    private final TunnelExchange first;
    private List<TunnelExchange> others = List.of();

    PendingRequest(
            long sequence, boolean poll, byte[] body, TunnelExchange exchange, long arrivedNs) {
        this.sequence = sequence;
        this.poll = poll;
        this.body = body;
        this.arrivedNs = arrivedNs;
        this.first = exchange;
    }

    /** Somebody asks the same again. */
    void repeat(TunnelExchange exchange) {
        if (others.size() + 1 == MOST_EXCHANGES) {
            exchange.reply(HttpReply.empty(503));
            return;
        }
        if (others.isEmpty()) {
            others = new ArrayList<>();
        }
        others.add(exchange);
    }

    boolean isGone() {
        return first.isGone() && others.stream().allMatch(TunnelExchange::isGone);
    }

    void reply(HttpReply reply) {
        first.reply(reply);
        for (TunnelExchange other : others) {
            other.reply(reply);
        }
    }
}
