package io.cumulonimbus.net.http;

import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;

/**
 * Parts of requests that came with others, and wait until those are answered: no more than was read
 * at once, as nothing is read meanwhile. Owned by its connection's loop.
 */
final class HeldParts {
    private final ArrayDeque<Object> parts = new ArrayDeque<>();
    private final RequestReader reader;

    /**
     * @param reader takes them
     */
    HeldParts(RequestReader reader) {
        this.reader = reader;
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    /** This is for later. */
    void hold(Object part) {
        parts.add(part);
    }

    /** This is for now. */
    void take(Object part) {
        try {
            reader.receive(part);
        } finally {
            ReferenceCountUtil.release(part);
        }
    }

    /** Takes what was held as long as it is wanted; answers whether there was anything. */
    boolean takeHeld(BooleanSupplier wanted) {
        boolean any = false;
        while (!parts.isEmpty() && wanted.getAsBoolean()) {
            any = true;
            take(parts.poll());
        }
        return any;
    }

    /** What is held is of no use any more. */
    void forget() {
        parts.forEach(ReferenceCountUtil::release);
        parts.clear();
    }
}
