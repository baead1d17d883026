package io.cumulonimbus.rtmfp.chunk;

import io.cumulonimbus.rtmfp.packet.Option;
import java.util.Arrays;
import java.util.List;

/**
 * User Data, 0x10 (RFC 7016 §2.3.11), and Next User Data, 0x11 (§2.3.12), whose flow and numbers
 * the codec fills in from the chunk before it. Numbers are unsigned. {@code options} is empty when
 * the options flag was clear.
 */
public record UserData(
        long flowId,
        long sequenceNumber,
        long forwardSequenceNumber,
        FragmentControl fragment,
        boolean abandon,
        boolean last,
        List<Option> options,
        byte[] data)
        implements Chunk, Sequenced {
    /** The same without options. */
    public UserData withoutOptions() {
        return options.isEmpty()
                ? this
                : new UserData(
                        flowId,
                        sequenceNumber,
                        forwardSequenceNumber,
                        fragment,
                        abandon,
                        last,
                        List.of(),
                        data);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UserData c
                && flowId == c.flowId
                && sequenceNumber == c.sequenceNumber
                && forwardSequenceNumber == c.forwardSequenceNumber
                && fragment.equals(c.fragment)
                && abandon == c.abandon
                && last == c.last
                && options.equals(c.options)
                && Arrays.equals(data, c.data);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(data);
    }
}
