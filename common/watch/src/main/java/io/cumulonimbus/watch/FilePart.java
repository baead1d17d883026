package io.cumulonimbus.watch;

import io.cumulonimbus.amf.AmfByteArray;
import io.cumulonimbus.amf.AmfObject;
import java.util.Optional;

/**
 * A part of a file of an application, as its origin says.
 *
 * @param size of the whole file, in bytes
 * @param modifiedS when it was written last, in seconds since 1970
 * @param from where the part begins
 * @param bytes of it; not to be written to
 */
public record FilePart(long size, long modifiedS, long from, byte[] bytes) {
    static Optional<FilePart> of(CallOutcome outcome) {
        if (outcome instanceof CallOutcome.Result result
                && result.value() instanceof AmfObject piece
                && piece.get("bytes") instanceof AmfByteArray bytes) {
            return Optional.of(
                    new FilePart(
                            number(piece, "size"),
                            number(piece, "modified"),
                            number(piece, "from"),
                            bytes.bytes()));
        }
        return Optional.empty();
    }

    private static long number(AmfObject piece, String name) {
        return (long) piece.get(name).asNumber().orElse(0);
    }
}
