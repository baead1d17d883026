package io.cumulonimbus.client;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a flow says of itself when it opens: metadata, the flow it answers, its priority.
 *
 * @param metadata the user's description (RFC 7016 §2.3.11.1.1), 0 to 512 bytes; for RFC 7425
 *     §5.1.1 {@code 54 43 flags streamId}
 * @param answers the far end's flow that this one is a return flow to (RFC 7016 §2.3.11.1.2)
 * @param priority used by the sender only, not on the wire
 */
public record FlowSpec(byte[] metadata, Optional<IncomingFlow> answers, Priority priority) {
    /** RFC 7016 §2.3.11.1.1: metadata should not be longer than this, in bytes. */
    public static final int MAX_METADATA = 512;

    public FlowSpec {
        if (metadata.length > MAX_METADATA) {
            throw new IllegalArgumentException(metadata.length + " bytes of metadata");
        }
        metadata = metadata.clone();
    }

    @Override
    public byte[] metadata() {
        return metadata.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FlowSpec f
                && Arrays.equals(metadata, f.metadata)
                && answers.equals(f.answers)
                && priority == f.priority;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(metadata) + answers.hashCode();
    }
}
