package io.cumulonimbus.rtmfp.endpoint;

/**
 * Public-key arithmetic that does not belong on a loop: {@link #run} it anywhere, then hand it back
 * to {@link RtmfpEndpoint#complete} on the loop. Work that is never handed back counts as in
 * progress for ever.
 */
public abstract sealed class KeyingWork implements Runnable permits KeyingTask {
    KeyingWork() {}
}
