package io.cumulonimbus.net.web;

import java.util.concurrent.CompletableFuture;

/** Answers requests. */
@FunctionalInterface
public interface WebService {
    /**
     * Called on the loop of the connection; the answer may come later, on any thread. One that
     * fails is a fault of ours, one that takes too long is not sent.
     */
    CompletableFuture<WebAnswer> serve(WebRequest request);
}
