package io.cumulonimbus.origin.web;

import io.cumulonimbus.amf.AmfByteArray;
import io.cumulonimbus.amf.AmfObject;

/**
 * A part of a file.
 *
 * @param name of the file in the folder for everybody
 * @param size of the whole file, in bytes
 * @param modifiedS when it was written last, in seconds since 1970; -1 when it was made just now
 * @param from where the part begins
 * @param bytes of it; not to be written to
 */
public record FilePiece(String name, long size, long modifiedS, long from, byte[] bytes) {
    /** As clients are told. */
    public AmfObject toAmf() {
        return new AmfObject()
                .put("name", name)
                .put("size", size)
                .put("modified", modifiedS)
                .put("from", from)
                .put("bytes", new AmfByteArray(bytes));
    }
}
