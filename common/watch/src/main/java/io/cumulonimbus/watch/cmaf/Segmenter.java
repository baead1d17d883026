package io.cumulonimbus.watch.cmaf;

import io.cumulonimbus.amf.AmfArray;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.flv.MediaTag;
import io.cumulonimbus.rtmp.message.DataMessage;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.watch.MediaOutput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Cuts a stream into segments at its key frames, and those into parts, and keeps the last of them:
 * H.264, HEVC and AAC; other media is left out. Bounded in number, time and bytes.
 */
public final class Segmenter implements MediaOutput {
    private static final int KEPT = 12;
    private static final int MOST_BYTES = 24 << 20;
    private static final long PART_MS = 400;
    private static final long LEAST_MS = 900;
    private static final long MOST_MS = 12_000;
    private static final long SILENT_MS = 3_000;
    private static final int HEVC = 0x68766331;
    private static final int AVC = 0x61766331;
    private static final int AAC = 0x6d703461;

    private final ArrayDeque<Segment> kept = new ArrayDeque<>();
    private final Map<Integer, byte[]> headers = new HashMap<>();
    private Optional<Track> video = Optional.empty();
    private Optional<Track> audio = Optional.empty();
    private Optional<Segment> open = Optional.empty();
    private Part part = new Part(0);
    private boolean announcedVideo;
    private int header = -1;
    private boolean changed = true;
    private long next;
    private long beganMs;
    private long lastMs;
    private int width = 640;
    private int height = 360;

    @Override
    public int room() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void begin(boolean withAudio, boolean withVideo) {
        announcedVideo = withVideo;
    }

    @Override
    public void media(TcMessage message) {
        switch (message.type()) {
            case MessageType.VIDEO -> video(message);
            case MessageType.AUDIO -> audio(message);
            default -> metadata(message);
        }
    }

    private void metadata(TcMessage message) {
        try {
            AmfValue first = DataMessage.decode(message).first();
            width = size(first, "width", width);
            height = size(first, "height", height);
        } catch (MalformedAmfException broken) {
            // whatever it was, pictures have a size
        }
    }

    private static int size(AmfValue said, String name, int otherwise) {
        AmfValue value = AmfValue.UNDEFINED;
        if (said instanceof AmfArray array) {
            value = array.get(name);
        } else if (said instanceof AmfObject object) {
            value = object.get(name);
        }
        double size = value.asNumber().orElse(0);
        return size >= 1 && size < 1 << 15 ? (int) size : otherwise;
    }

    private void video(TcMessage message) {
        byte[] head = message.payload(0, Math.min(16, message.payloadLength()));
        MediaTag tag = MediaTag.video(head);
        boolean avc = tag.enhanced() ? tag.codec() == AVC : tag.codec() == MediaTag.AVC;
        if (!avc && !(tag.enhanced() && tag.codec() == HEVC)) {
            return;
        }
        if (tag.isSequenceStart()) {
            byte[] config = payload(message, 5);
            Optional<Track> said =
                    avc ? Track.avc(config, width, height) : Track.hevc(config, width, height);
            changed |= isOther(video, said);
            video = said.or(() -> video);
        } else if (tag.content() == MediaTag.Content.FRAMES && video.isPresent()) {
            boolean late = !tag.enhanced() || (head[0] & 0x0f) == 1;
            int at = tag.enhanced() ? 5 : 2;
            int from = late ? at + 3 : at;
            if (message.payloadLength() > from) {
                int offset = late ? signed24(head, at) : 0;
                add(true, new Sample(message, from, time(message), offset, tag.keyFrame()));
            }
        }
    }

    private void audio(TcMessage message) {
        byte[] head = message.payload(0, Math.min(16, message.payloadLength()));
        MediaTag tag = MediaTag.audio(head);
        if (tag.codec() != (tag.enhanced() ? AAC : MediaTag.AAC)) {
            return;
        }
        int from = tag.enhanced() ? 5 : 2;
        if (tag.isSequenceStart()) {
            Optional<Track> said = Track.aac(payload(message, from));
            changed |= isOther(audio, said);
            audio = said.or(() -> audio);
        } else if (tag.content() == MediaTag.Content.FRAMES
                && audio.isPresent()
                && message.payloadLength() > from) {
            add(false, new Sample(message, from, time(message), 0, true));
        }
    }

    private static boolean isOther(Optional<Track> had, Optional<Track> said) {
        return said.isPresent() && had.filter(said.get()::isSame).isEmpty();
    }

    private static byte[] payload(TcMessage message, int from) {
        int length = Math.max(0, message.payloadLength() - from);
        return message.payload(Math.min(from, message.payloadLength()), length);
    }

    private static int signed24(byte[] bytes, int at) {
        return bytes[at] << 16 | (bytes[at + 1] & 0xff) << 8 | bytes[at + 2] & 0xff;
    }

    private static long time(TcMessage message) {
        return Integer.toUnsignedLong(message.timestamp());
    }

    private void add(boolean ofVideo, Sample sample) {
        if (ofVideo || leads(sample.timeMs())) {
            cut(ofVideo, sample);
        }
        if (open.isPresent()) {
            part.add(ofVideo, sample);
            lastMs = Math.max(lastMs, sample.timeMs());
        }
    }

    /** Whether sound decides where parts end: where there is no picture, or none any more. */
    private boolean leads(long timeMs) {
        return video.isEmpty() && (!announcedVideo || timeMs > SILENT_MS)
                || timeMs - part.beginMs() > MOST_MS;
    }

    /** Ends part and segment where the sample belongs to the next. */
    private void cut(boolean ofVideo, Sample sample) {
        long time = sample.timeMs();
        boolean begins =
                open.isEmpty()
                        ? sample.key()
                        : ofVideo
                                ? sample.key() && time - beganMs >= LEAST_MS
                                : time - beganMs >= 2 * LEAST_MS;
        boolean endless = open.isPresent() && time - beganMs > MOST_MS;
        if (open.isPresent() && (begins || endless || time - part.beginMs() >= PART_MS)) {
            endPart(time);
        }
        if (endless) {
            close();
        }
        if (begins) {
            close();
            beginSegment(time);
        }
    }

    private void endPart(long time) {
        if (!part.isEmpty()) {
            part.end(time);
            open.ifPresent(segment -> segment.add(part));
        }
        part = new Part(time);
    }

    private void close() {
        open.filter(segment -> segment.parts() > 0).ifPresent(kept::add);
        open = Optional.empty();
        while (kept.size() > KEPT || kept.size() > 1 && keptBytes() > MOST_BYTES) {
            kept.poll();
        }
        headers.keySet().removeIf(number -> number < header - KEPT);
    }

    private long keptBytes() {
        return kept.stream().mapToLong(Segment::bytes).sum();
    }

    private void beginSegment(long time) {
        if (changed) {
            changed = false;
            header++;
            headers.put(header, InitSegment.of(tracks()));
        }
        open = Optional.of(new Segment(next++, header, video.isPresent()));
        part = new Part(time);
        beganMs = time;
    }

    /** Nothing more comes. */
    public void end() {
        endPart(Math.max(lastMs, part.beginMs()));
        close();
    }

    /** What it consists of at present. */
    public List<Track> tracks() {
        List<Track> tracks = new ArrayList<>();
        video.ifPresent(tracks::add);
        audio.ifPresent(tracks::add);
        return tracks;
    }

    /** The segments that are whole, oldest first. */
    public List<Segment> segments() {
        return List.copyOf(kept);
    }

    /** The one that is being made, if there is one. */
    public Optional<Segment> open() {
        return open;
    }

    /** The header of that number, if segments that are kept may need it. */
    public Optional<byte[]> header(int number) {
        return Optional.ofNullable(headers.get(number));
    }
}
