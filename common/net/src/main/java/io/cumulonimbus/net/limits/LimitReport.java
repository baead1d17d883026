package io.cumulonimbus.net.limits;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * What a server tells others once a second: who has much of what all may have together. Numbers
 * stand for addresses and accounts.
 *
 * @param addresses what those of an address have
 * @param accounts what those of an account have
 */
record LimitReport(Map<Long, Having> addresses, Map<Long, Having> accounts) {
    /** More entries of one kind are not told: 4,096. */
    static final int MOST = 4096;

    /** Nothing. */
    static final LimitReport NOTHING = new LimitReport(Map.of(), Map.of());

    private static final int ENTRY = 32;
    private static final int VERSION = 1;

    boolean isNothing() {
        return addresses.isEmpty() && accounts.isEmpty();
    }

    Map<Long, Having> of(LimitScope scope) {
        return scope == LimitScope.ADDRESS ? addresses : accounts;
    }

    byte[] toBytes() {
        int entries = addresses.size() + accounts.size();
        ByteBuffer out = ByteBuffer.allocate(1 + 2 * Integer.BYTES + entries * ENTRY);
        out.put((byte) VERSION);
        write(out, addresses);
        write(out, accounts);
        return out.array();
    }

    private static void write(ByteBuffer out, Map<Long, Having> all) {
        out.putInt(all.size());
        all.forEach(
                (id, had) ->
                        out.putLong(id)
                                .putInt(had.connections())
                                .putInt(had.streams())
                                .putInt(had.handshakes())
                                .putLong(had.bytes())
                                .putInt(had.calls()));
    }

    /** What was told; nothing when it cannot be read. */
    static LimitReport of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            return in.get() == VERSION ? new LimitReport(read(in), read(in)) : NOTHING;
        } catch (BufferUnderflowException cut) {
            return NOTHING;
        }
    }

    private static Map<Long, Having> read(ByteBuffer in) {
        int entries = in.getInt();
        if (entries < 0 || entries > MOST) {
            throw new BufferUnderflowException();
        }
        Map<Long, Having> all = new HashMap<>();
        for (int i = 0; i < entries; i++) {
            long id = in.getLong();
            all.put(id, having(in));
        }
        return all;
    }

    private static Having having(ByteBuffer in) {
        int connections = Math.max(0, in.getInt());
        int streams = Math.max(0, in.getInt());
        int handshakes = Math.max(0, in.getInt());
        long bytes = Math.max(0, in.getLong());
        return new Having(connections, streams, handshakes, bytes, Math.max(0, in.getInt()));
    }
}
