package io.cumulonimbus.origin.web;

import io.cumulonimbus.amf.AmfByteArray;
import io.cumulonimbus.amf.AmfObject;

/**
 * A part of a file.
 *
 * @param size of the whole file, in bytes
 * @param modifiedS when it was written last, in seconds since 1970
 * @param from where the part begins
 * @param bytes of it; not to be written to
 */
public record FilePiece(long size, long modifiedS, long from, byte[] bytes) {
    /** As clients are told. */
    public AmfObject toAmf() {
        return new AmfObject()
                .put("size", size)
                .put("modified", modifiedS)
                .put("from", from)
                .put("bytes", new AmfByteArray(bytes));
    }
}
