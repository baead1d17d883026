package io.cumulonimbus.rtmfp.endpoint;

import io.cumulonimbus.rtmfp.crypto.KeyPairs;

/**
 * Public-key arithmetic that does not belong on a loop: {@link #run} it anywhere, then hand it back
 * to {@link RtmfpEndpoint#complete} on the loop. Work that is never handed back counts as in
 * progress for ever.
 */
public abstract sealed class KeyingWork implements Runnable permits KeyingTask {
    KeyingWork() {}

    /** The same as {@link #run()} with ephemeral keys that were made before. */
    public abstract void run(KeyPairs pairs);
}
