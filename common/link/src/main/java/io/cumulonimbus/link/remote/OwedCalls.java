package io.cumulonimbus.link.remote;

import io.cumulonimbus.client.Calls;
import io.cumulonimbus.link.connection.Sequence;
import io.cumulonimbus.link.wire.LinkFrame;
import io.cumulonimbus.link.wire.MalformedFrameException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The calls of one session that have to be answered once, whatever happens to origins. The edge
 * strikes a call off when it has the answer, so that both happen or neither does.
 */
final class OwedCalls {
    /** Those that are more are not answered for by another origin. */
    private static final int MOST = 1_000;

    /** Of a call that another origin is sent again, nobody knows when. */
    private static final long EVER = Long.MAX_VALUE;

    private final RemoteClient client;
    private final Set<Long> untold = new LinkedHashSet<>(0);
    private final Set<Long> open = new LinkedHashSet<>(0);
    private final Map<Long, Long> answered = new LinkedHashMap<>(0);
    private Calls known = Calls.NONE;

    OwedCalls(RemoteClient client) {
        this.client = client;
    }

    // ---- at the origin ----

    void owes(long call) {
        if (untold.size() < MOST && untold.add(call)) {
            client.link().promises(1);
            client.link().output().offer(client);
        }
    }

    /** The last of its answer is on its way: nothing has to be said of it any more. */
    void answering(long call) {
        if (untold.remove(call)) {
            client.link().promises(-1);
        }
    }

    boolean isPending() {
        return !untold.isEmpty();
    }

    LinkFrame next() {
        Iterator<Long> calls = untold.iterator();
        long call = calls.next();
        calls.remove();
        client.link().promises(-1);
        return new LinkFrame.Owe(client.id(), call);
    }

    void forgetPromises() {
        client.link().promises(-untold.size());
        untold.clear();
    }

    /** What an earlier origin left. */
    void restored(byte[] bytes) throws MalformedFrameException {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        if (bytes.length % Long.BYTES != 0 || bytes.length == 0) {
            throw new MalformedFrameException("no calls");
        }
        Set<Long> owed = new HashSet<>();
        Set<Long> done = new HashSet<>();
        for (long count = in.getLong(); in.hasRemaining(); count--) {
            (count > 0 ? owed : done).add(in.getLong());
        }
        known = new Calls(owed, done);
    }

    Calls known() {
        return known;
    }

    // ---- at the edge ----

    void owed(long call) {
        if (open.size() < MOST) {
            open.add(call);
        }
    }

    /** The client gets the answer now. */
    void answered(long call) {
        open.remove(call);
        Sequence sequence = client.link().sequence();
        Iterator<Long> known = answered.values().iterator();
        while (known.hasNext() && known.next() <= sequence.confirmed()) {
            known.remove(); // the call itself will not come again
        }
        if (answered.size() >= MOST) {
            answered.remove(answered.keySet().iterator().next());
        }
        answered.put(call, sequence.sent());
    }

    /** Another origin takes over. */
    void rehome() {
        long confirmed = client.link().sequence().confirmed();
        answered.values().removeIf(sent -> sent <= confirmed);
        answered.replaceAll((call, sent) -> EVER);
    }

    boolean isEmpty() {
        return open.isEmpty() && answered.isEmpty();
    }

    /** For another origin: how many are open, those, and those that were answered. */
    byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate((1 + open.size() + answered.size()) * Long.BYTES);
        out.putLong(open.size());
        open.forEach(out::putLong);
        answered.keySet().forEach(out::putLong);
        return out.array();
    }
}
