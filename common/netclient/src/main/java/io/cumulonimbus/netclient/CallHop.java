package io.cumulonimbus.netclient;

import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** The way of callers from any thread to their connection's loop; direct when they are on it. */
final class CallHop {
    /** Calls and messages of one connection that may be under way to its loop. */
    private static final int CAPACITY = 32_768;

    private final BoundedHop hop;

    CallHop(Loop loop) {
        hop = new BoundedHop(loop, CAPACITY);
    }

    /** Runs the task on the loop; false when too many are under way. */
    boolean run(Runnable task) {
        if (hop.target().inLoop()) {
            task.run();
            return true;
        }
        return hop.offer(task);
    }

    /** Asks on the loop; the answer's future is completed there. */
    <T> CompletableFuture<T> ask(Supplier<CompletableFuture<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (!run(() -> put(question, answer))) {
            answer.completeExceptionally(
                    new NetClientException("Too many calls of one connection at the same time"));
        }
        return answer;
    }

    private static <T> void put(
            Supplier<CompletableFuture<T>> question, CompletableFuture<T> answer) {
        try {
            question.get().whenComplete((value, why) -> settle(answer, value, why));
        } catch (RuntimeException fault) { // it must not leave the caller waiting
            answer.completeExceptionally(fault);
        }
    }

    /** Hands the outcome on; a failure without the wrapper of the stages it passed through. */
    static <T> void settle(CompletableFuture<T> answer, T value, Throwable why) {
        if (why == null) {
            answer.complete(value);
        } else if (why instanceof CompletionException wrapped && wrapped.getCause() != null) {
            answer.completeExceptionally(wrapped.getCause());
        } else {
            answer.completeExceptionally(why);
        }
    }
}
