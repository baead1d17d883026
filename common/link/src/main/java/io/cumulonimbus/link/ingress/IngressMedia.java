package io.cumulonimbus.link.ingress;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The streams of one client, by what its flows say of themselves (RFC 7425 §5.1.1). Owned by the
 * client's loop.
 *
 * @param <E> a message and what its owner has to know of it
 */
public final class IngressMedia<E> {
    /** A client that opens more has the others carried uncounted. */
    private static final int MOST_STREAMS = 64;

    private static final int STREAM_ID_PRESENT = 0x04;
    private static final int STREAM_ID_AT = 3;

    private final Map<Long, IngressStream<E>> streams = new HashMap<>(0);
    private final ReplayBudget budget;

    /**
     * @param budget shared with the other clients of the link
     */
    public IngressMedia(ReplayBudget budget) {
        this.budget = budget;
    }

    /** The stream that a flow belongs to; empty of flows that carry no media. */
    public Optional<IngressStream<E>> of(byte[] metadata) {
        long id = streamId(metadata);
        if (id <= 0 || !streams.containsKey(id) && streams.size() >= MOST_STREAMS) {
            return Optional.empty();
        }
        return Optional.of(streams.computeIfAbsent(id, made -> new IngressStream<>(budget)));
    }

    /** Whether the client has sent any. */
    public boolean isUsed() {
        return streams.values().stream().anyMatch(IngressStream::isUsed);
    }

    /** The stream's id, or -1. */
    private static long streamId(byte[] metadata) {
        if (metadata.length <= STREAM_ID_AT
                || metadata[0] != 'T'
                || metadata[1] != 'C'
                || (metadata[2] & STREAM_ID_PRESENT) == 0) {
            return -1;
        }
        long id = 0;
        for (int i = STREAM_ID_AT; i < metadata.length && id >>> 32 == 0; i++) {
            id = id << 7 | metadata[i] & 0x7f;
            if (metadata[i] >= 0) {
                return id;
            }
        }
        return -1;
    }

    /** The client is gone. */
    public void clear() {
        streams.values().forEach(IngressStream::clear);
        streams.clear();
    }
}
