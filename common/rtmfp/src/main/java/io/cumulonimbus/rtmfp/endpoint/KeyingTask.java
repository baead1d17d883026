package io.cumulonimbus.rtmfp.endpoint;

import io.cumulonimbus.rtmfp.crypto.KeyPairs;
import io.cumulonimbus.rtmfp.crypto.KeyingException;
import java.util.Optional;
import java.util.function.ObjLongConsumer;

/** One key agreement, with what is to happen on the loop afterwards. */
final class KeyingTask<R> extends KeyingWork {
    /** The arithmetic: touches nothing that belongs to the loop. */
    @FunctionalInterface
    interface Arithmetic<R> {
        R run(KeyPairs pairs) throws KeyingException;
    }

    private final Arithmetic<R> arithmetic;
    private final KeyPairs own;
    private final ObjLongConsumer<Optional<R>> completion;
    private R result;

    /**
     * A task.
     *
     * @param own where keys come from when nobody has any ready
     * @param completion takes the result, or empty when no agreement is possible, and the time
     */
    KeyingTask(Arithmetic<R> arithmetic, KeyPairs own, ObjLongConsumer<Optional<R>> completion) {
        this.arithmetic = arithmetic;
        this.own = own;
        this.completion = completion;
    }

    @Override
    public void run() {
        run(own);
    }

    @Override
    public void run(KeyPairs pairs) {
        try {
            result = arithmetic.run(pairs);
        } catch (KeyingException | RuntimeException refused) {
            // A fault of ours must not keep its place among the keyings in progress either.
            result = null;
        }
    }

    void complete(long nowNs) {
        completion.accept(Optional.ofNullable(result), nowNs);
    }
}
