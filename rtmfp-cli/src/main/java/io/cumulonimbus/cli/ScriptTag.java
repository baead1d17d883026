package io.cumulonimbus.cli;

import io.cumulonimbus.amf.AmfReader;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.AmfWriter;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.amf.UnencodableAmfException;
import io.cumulonimbus.flv.FlvTag;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Data in FLV files: a name and values, in AMF0 alone (annex E.4.4.1). */
final class ScriptTag {
    /** The name that metadata goes by. */
    static final String META_DATA = "onMetaData";

    /** What servers tell players of RTMP in data messages, and is no part of the stream. */
    private static final Set<String> TO_PLAYERS = Set.of("|RtmpSampleAccess", "onStatus");

    private ScriptTag() {}

    /** Whether the message is for the player alone. */
    static boolean isForPlayer(FlvTag tag) {
        try {
            return AmfReader.amf0(tag.data()).readAll().stream()
                    .limit(1)
                    .flatMap(name -> name.asText().stream())
                    .anyMatch(TO_PLAYERS::contains);
        } catch (MalformedAmfException e) {
            return false;
        }
    }

    /** The metadata, if this is some. */
    static Optional<AmfValue> metaData(FlvTag tag) {
        try {
            List<AmfValue> values = AmfReader.amf0(tag.data()).readAll();
            boolean meta =
                    values.size() == 2
                            && values.get(0).asText().filter(META_DATA::equals).isPresent();
            return meta ? Optional.of(values.get(1)) : Optional.empty();
        } catch (MalformedAmfException e) {
            return Optional.empty();
        }
    }

    /**
     * The same data in AMF0. Servers switch to AMF3 within data messages for clients that know it;
     * readers of files do not expect that. What cannot be read or said in AMF0 stays as it is.
     */
    static FlvTag inAmf0(FlvTag tag) {
        try {
            AmfWriter writer = AmfWriter.amf0();
            AmfReader.amf0(tag.data()).readAll().forEach(writer::write);
            return new FlvTag(FlvTag.SCRIPT, tag.timestamp(), writer.toBytes());
        } catch (MalformedAmfException | UnencodableAmfException e) {
            return tag;
        }
    }
}
