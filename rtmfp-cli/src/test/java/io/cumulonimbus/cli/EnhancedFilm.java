package io.cumulonimbus.cli;

import io.cumulonimbus.flv.FlvHeader;
import io.cumulonimbus.flv.FlvReader;
import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.flv.FlvWriter;
import io.cumulonimbus.flv.MediaTag;
import io.cumulonimbus.testkit.media.PlainHevc;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Two seconds of film in tags of Enhanced RTMP, where the real ffmpeg writes none. */
final class EnhancedFilm {
    static final int MS = 2_000;
    static final int PICTURE_MS = 40;

    private static final int OPUS_MS = 20;
    private static final int OGG_HEAD = 27;

    private EnhancedFilm() {}

    /** The tags of an FLV file. */
    static List<FlvTag> tags(byte[] file) throws Exception {
        List<FlvTag> tags = new ArrayList<>();
        FlvReader reader = new FlvReader();
        reader.feed(file, 0, file.length, tags::add);
        return tags;
    }

    /** Those of one kind. */
    static List<FlvTag> only(int type, List<FlvTag> tags) {
        return tags.stream().filter(tag -> tag.type() == type).toList();
    }

    /** Both together, each at its time, and headers first. */
    static List<FlvTag> mixed(List<FlvTag> one, List<FlvTag> other) {
        List<FlvTag> all = new ArrayList<>(one);
        all.addAll(other);
        all.sort(
                Comparator.comparingInt(FlvTag::timestamp)
                        .thenComparing(tag -> !MediaTag.of(tag).isSequenceStart()));
        return all;
    }

    static Path save(Path target, List<FlvTag> tags) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(FlvWriter.header(new FlvHeader(true, true)));
        tags.forEach(tag -> out.writeBytes(FlvWriter.tag(tag)));
        return Files.write(target, out.toByteArray());
    }

    /** Pictures in HEVC, of which the first of each second is a key frame. */
    static List<FlvTag> hevc() {
        List<FlvTag> tags = new ArrayList<>();
        tags.add(tag(FlvTag.VIDEO, 0, 0x90, "hvc1", PlainHevc.configuration()));
        for (int i = 0; i < MS / PICTURE_MS; i++) {
            int number = i % 25;
            byte[] picture = PlainHevc.picture(number, i);
            int head = number == 0 ? 0x93 : 0xa3; // shown at once
            tags.add(tag(FlvTag.VIDEO, i * PICTURE_MS, head, "hvc1", picture));
        }
        return tags;
    }

    /** The sound of an Ogg file of Opus, in packets of 20 ms. */
    static List<FlvTag> opus(byte[] ogg) {
        List<byte[]> packets = packets(ogg);
        List<FlvTag> tags = new ArrayList<>();
        tags.add(tag(FlvTag.AUDIO, 0, 0x90, "Opus", packets.getFirst()));
        for (int i = 2; i < packets.size() && (i - 2) * OPUS_MS < MS; i++) { // behind the comments
            tags.add(tag(FlvTag.AUDIO, (i - 2) * OPUS_MS, 0x91, "Opus", packets.get(i)));
        }
        return tags;
    }

    private static FlvTag tag(int type, int ms, int head, String fourCc, byte[] body) {
        byte[] name = fourCc.getBytes(StandardCharsets.US_ASCII);
        byte[] data =
                ByteBuffer.allocate(5 + body.length).put((byte) head).put(name).put(body).array();
        return new FlvTag(type, ms, data);
    }

    /** RFC 3533 §6: a page has a table of lengths; what is 255 long goes on in the next one. */
    private static List<byte[]> packets(byte[] ogg) {
        List<byte[]> packets = new ArrayList<>();
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        ByteBuffer in = ByteBuffer.wrap(ogg).order(ByteOrder.LITTLE_ENDIAN);
        while (in.remaining() > OGG_HEAD) {
            int page = in.position();
            int segments = ogg[page + OGG_HEAD - 1] & 0xff;
            int at = page + OGG_HEAD + segments;
            for (int i = 0; i < segments; i++) {
                int length = ogg[page + OGG_HEAD + i] & 0xff;
                packet.writeBytes(Arrays.copyOfRange(ogg, at, at + length));
                at += length;
                if (length < 255) {
                    packets.add(packet.toByteArray());
                    packet.reset();
                }
            }
            in.position(at);
        }
        return packets;
    }
}
