package io.cumulonimbus.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.amf.AmfReader;
import io.cumulonimbus.amf.AmfStructure;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.AmfWriter;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.amf.UnencodableAmfException;
import io.cumulonimbus.flv.FlvHeader;
import io.cumulonimbus.flv.FlvReader;
import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.flv.FlvWriter;
import io.cumulonimbus.flv.MalformedFlvException;
import io.cumulonimbus.flv.MediaTag;
import io.cumulonimbus.testkit.Vectors;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** The readers of AMF and FLV. */
final class MediaParsers {
    private MediaParsers() {}

    static List<Target> all() {
        return List.of(
                new PlainTarget(
                        "amf0",
                        MediaParsers::amf0Seeds,
                        input -> values(AmfReader.amf0(input), input.length)),
                new PlainTarget(
                        "amf3",
                        () -> Seeds.fields("amf3.json", "hex"),
                        input -> values(AmfReader.amf3(input), input.length)),
                new PlainTarget("flv", MediaParsers::flvSeeds, MediaParsers::flv),
                new PlainTarget(
                        "media",
                        () -> Seeds.fields("tc.json", "payload"),
                        input -> {
                            MediaTag.audio(input);
                            MediaTag.video(input);
                        }));
    }

    private static List<byte[]> amf0Seeds() {
        List<byte[]> all = new ArrayList<>(Seeds.fields("amf0.json", "hex"));
        all.removeIf(bytes -> bytes.length > 4096);
        all.addAll(Seeds.fields("amf3.json", "hex"));
        return all;
    }

    /** A file of the vectors' media, and pieces of it. */
    private static List<byte[]> flvSeeds() {
        List<byte[]> files = new ArrayList<>();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(FlvWriter.header(new FlvHeader(true, true)));
        int time = 0;
        for (JsonNode media : Vectors.json("tc.json").get("media_classify")) {
            int type = media.get("kind").asText().equals("video") ? FlvTag.VIDEO : FlvTag.AUDIO;
            byte[] data = Vectors.hex(media, "payload");
            all.writeBytes(FlvWriter.tag(new FlvTag(type, time += 40, data)));
            files.add(all.toByteArray());
        }
        return files;
    }

    /** What is read can be written, and read again. */
    private static void values(AmfReader reader, int length) {
        try {
            List<AmfValue> values = reader.readAll();
            Require.that(values.size() <= length, "values out of nothing");
            Require.that(AmfStructure.same(values, values), "not like itself");
            write(AmfWriter.amf0(), values);
            write(AmfWriter.amf0SwitchingToAmf3(), values);
            byte[] again = write(AmfWriter.amf3(), values);
            Require.that(AmfReader.amf3(again).readAll().size() == values.size(), "another number");
        } catch (MalformedAmfException | UnencodableAmfException declared) {
            Require.that(declared.getStackTrace().length == 0, "a refusal is expensive");
        }
    }

    private static byte[] write(AmfWriter writer, List<AmfValue> values) {
        values.forEach(writer::write);
        return writer.toBytes();
    }

    private static void flv(byte[] input) {
        FlvReader reader = new FlvReader();
        long[] read = new long[1];
        int half = input.length / 2;
        try {
            reader.feed(input, 0, half, tag -> read[0] += tag.data().length);
            reader.feed(input, half, input.length - half, tag -> read[0] += tag.data().length);
            reader.finish(tag -> read[0] += tag.data().length);
        } catch (MalformedFlvException declared) {
            Require.that(reader.header().isEmpty(), "malformed behind its header");
        }
        Require.that(read[0] <= input.length, "tags out of nothing");
        Require.that(reader.skippedBytes() <= input.length, "skipped more than there was");
    }
}
