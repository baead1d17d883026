package io.cumulonimbus.watch;

import io.cumulonimbus.amf.AmfArray;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.flv.MediaTag;
import io.cumulonimbus.rtmp.message.DataMessage;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The beginning of a stream for a player that begins with what comes first: where there is video,
 * sound waits for the key frame that it begins with. What the stream holds is believed from its
 * metadata; without any it may hold both, and nothing waits. Its clock begins at 0, where players
 * look for metadata.
 */
final class StreamStart {
    /** Longer than any key frame is far from the next one; then sound goes without a picture. */
    private static final long PATIENCE_NS = 12_000_000_000L;

    private static final int EARLY_MS = 10_000;
    private static final int MOST_HEADERS = 8;
    private static final int HEAD_BYTES = 64;
    private static final Set<String> OF_SERVER = Set.of(DataMessage.SAMPLE_ACCESS, "onStatus");
    private static final Set<String> OF_AUDIO =
            Set.of("audiocodecid", "audiodatarate", "audiosamplerate", "audiochannels");
    private static final Set<String> OF_VIDEO =
            Set.of("videocodecid", "videodatarate", "width", "height", "framerate");

    private final List<TcMessage> audioHeaders = new ArrayList<>();
    private Optional<TcMessage> metadata = Optional.empty();
    private boolean saidAudio;
    private boolean saidVideo;
    private boolean begun;
    private boolean heardMedia;
    private long sinceNs;
    private int zero;

    /** Whether it says that the stream is on the air. */
    boolean isSign(TcMessage message) {
        return message.type() == MessageType.AUDIO
                || message.type() == MessageType.VIDEO
                || isMetadata(message);
    }

    private static boolean isMetadata(TcMessage message) {
        return MessageType.isData(message.type()) && handler(message).equals("onMetaData");
    }

    /** The next message, of any type; what it makes go out goes to {@code out}. */
    void pass(TcMessage message, MediaOutput out, long nowNs) {
        boolean media = message.type() == MessageType.AUDIO || message.type() == MessageType.VIDEO;
        if (!media && !MessageType.isData(message.type())) {
            return;
        }
        if (begun) {
            if (!MessageType.isData(message.type()) || !OF_SERVER.contains(handler(message))) {
                onward(message, out);
            }
            return;
        }
        if (MessageType.isData(message.type())) {
            data(message);
            return;
        }
        if (!heardMedia) {
            heardMedia = true;
            sinceNs = nowNs;
        }
        boolean waits = saidVideo && nowNs - sinceNs < PATIENCE_NS;
        if (message.type() == MessageType.AUDIO && waits) {
            keepHeader(message);
        } else {
            begin(out, message);
        }
    }

    private void data(TcMessage message) {
        if (!isMetadata(message)) {
            return;
        }
        metadata = Optional.of(message);
        try {
            AmfValue first = DataMessage.decode(message).first();
            saidAudio = has(first, OF_AUDIO);
            saidVideo = has(first, OF_VIDEO);
        } catch (MalformedAmfException broken) {
            metadata = Optional.empty();
        }
    }

    private static boolean has(AmfValue data, Set<String> names) {
        if (data instanceof AmfArray array) {
            return names.stream().anyMatch(name -> !array.get(name).isNothing());
        }
        return data instanceof AmfObject object && names.stream().anyMatch(object::has);
    }

    private void keepHeader(TcMessage message) {
        if (isHeader(message) && audioHeaders.size() < MOST_HEADERS) {
            audioHeaders.add(message);
        }
    }

    private void begin(MediaOutput out, TcMessage first) {
        begun = true;
        boolean known = saidAudio || saidVideo;
        out.begin(!known || saidAudio, !known || saidVideo);
        zero = first.timestamp();
        metadata.ifPresent(said -> out.media(said.at(0)));
        audioHeaders.forEach(header -> out.media(header.at(0)));
        audioHeaders.clear();
        metadata = Optional.empty();
        out.media(first.at(0));
    }

    /** What is a little older than the beginning comes too late for it. */
    private void onward(TcMessage message, MediaOutput out) {
        int time = message.timestamp() - zero;
        boolean early = time < 0 && time > -EARLY_MS;
        if (!early) {
            out.media(message.at(time));
        } else if (isHeader(message)) {
            out.media(message.at(0));
        }
    }

    private static boolean isHeader(TcMessage message) {
        byte[] head = message.payload(0, Math.min(HEAD_BYTES, message.payloadLength()));
        MediaTag.Content content =
                message.type() == MessageType.AUDIO
                        ? MediaTag.audio(head).content()
                        : MediaTag.video(head).content();
        return content != MediaTag.Content.FRAMES && content != MediaTag.Content.EMPTY;
    }

    private static String handler(TcMessage message) {
        if (message.payloadLength() < 3 || message.payloadByte(0) != 2) {
            return "";
        }
        int length = message.payloadByte(1) << 8 | message.payloadByte(2);
        if (length > HEAD_BYTES || length > message.payloadLength() - 3) {
            return "";
        }
        return new String(message.payload(3, length), StandardCharsets.UTF_8);
    }
}
