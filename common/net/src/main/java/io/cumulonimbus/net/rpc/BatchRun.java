package io.cumulonimbus.net.rpc;

import io.cumulonimbus.watch.CallOutcome;
import io.cumulonimbus.watch.ScriptCaller;
import io.cumulonimbus.watch.json.ScriptBatch;
import io.cumulonimbus.watch.json.ScriptCall;
import io.cumulonimbus.watch.json.UnwritableJsonException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Several calls of one text on their way, answered together. Owned by its connection's loop. */
final class BatchRun {
    private final ScriptBatch batch;
    private final Consumer<Optional<byte[]>> done;
    private final List<Optional<byte[]>> answers;
    private int left;

    /**
     * @param done takes the text of all answers, once; nothing when none is wanted
     */
    BatchRun(ScriptBatch batch, Consumer<Optional<byte[]>> done) {
        this.batch = batch;
        this.done = done;
        this.answers = new ArrayList<>(Collections.nCopies(batch.parts().size(), Optional.empty()));
        this.left = batch.parts().size();
    }

    /** Calls all of them. */
    void start(ScriptCaller caller) {
        for (int i = 0; i < batch.parts().size(); i++) {
            int index = i;
            switch (batch.parts().get(i)) {
                case ScriptBatch.Part.Broken broken -> take(index, Optional.of(broken.answer()));
                case ScriptBatch.Part.Asked asked ->
                        caller.call(
                                asked.call().method(),
                                asked.call().arguments(),
                                outcome -> take(index, answer(asked.call(), outcome)));
            }
        }
    }

    private void take(int index, Optional<byte[]> answer) {
        answers.set(index, answer);
        if (--left == 0) {
            done.accept(batch.together(answers));
        }
    }

    /** A text, in the form of the call; nothing when none is wanted. */
    static Optional<byte[]> answer(ScriptCall call, CallOutcome outcome) {
        if (call.id().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (outcome) {
                    case CallOutcome.Result result -> result(call, result);
                    case CallOutcome.Failed failed -> failure(call, failed);
                });
    }

    private static byte[] result(ScriptCall call, CallOutcome.Result result) {
        try {
            return call.result(result.value());
        } catch (UnwritableJsonException tooMuch) {
            return call.failure(ScriptCall.FAILED, "The answer " + tooMuch.getMessage());
        }
    }

    private static byte[] failure(ScriptCall call, CallOutcome.Failed failed) {
        boolean unknown = failed.isNotFound(call.method());
        return call.failure(
                unknown ? ScriptCall.NO_METHOD : ScriptCall.FAILED, failed.description());
    }
}
