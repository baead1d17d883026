package io.cumulonimbus.stream;

import io.cumulonimbus.client.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What somebody who comes late to a publication needs: metadata, codec headers and, when wanted,
 * the frames since the last key frame. Bounded in number and size.
 */
public final class KeyframeCache {
    private static final int MOST_METADATA = 16;
    private static final int MOST_METADATA_BYTES = 256 << 10;
    private static final int MOST_HEADERS = 32;
    private static final int MOST_HEADER_BYTES = 64 << 10;
    private static final int MOST_GOP_BYTES = 4 << 20;
    private static final int MOST_GOP_MS = 10_000;
    private static final int FRAME_BYTES = 64;
    private static final int AMF0_STRING = 2;

    private final boolean anywhere;
    private boolean keepsGop;
    private final Map<String, MediaFrame> metadata = new LinkedHashMap<>();
    private final Map<Integer, MediaFrame> audioHeaders = new LinkedHashMap<>();
    private final Map<Integer, MediaFrame> videoHeaders = new LinkedHashMap<>();
    private final ArrayDeque<MediaFrame> gop = new ArrayDeque<>();
    private long gopBytes;
    private boolean gopUsable;
    private long publication;
    private int headerVersion;

    private KeyframeCache(boolean keepsGop, boolean anywhere) {
        this.keepsGop = keepsGop;
        this.anywhere = anywhere;
    }

    /** Keeps metadata and codec headers. */
    public static KeyframeCache withoutFrames() {
        return new KeyframeCache(false, false);
    }

    /** Also keeps all frames from the last key frame on, up to 4 MiB and 10 s. */
    public static KeyframeCache withFrames() {
        return new KeyframeCache(true, false);
    }

    /**
     * The same for those who had what came before: it also keeps what comes first of a publication,
     * in the middle of a picture.
     */
    public static KeyframeCache withFramesAnywhere() {
        return new KeyframeCache(true, true);
    }

    /** Keeps frames from the next key frame on, or forgets them. */
    public void keepsFrames(boolean wanted) {
        keepsGop = wanted;
        if (!wanted) {
            clearGop();
        }
    }

    /** Takes note of a frame; one of another publication makes the former forgotten. */
    public void accept(MediaFrame frame) {
        if (frame.publication() != publication) {
            clear();
            publication = frame.publication();
            gopUsable = anywhere;
        }
        if (frame.kind() == MediaKind.METADATA) {
            keepMetadata(frame);
        } else if (frame.isHeader()) {
            keepHeader(frame);
        }
        if (keepsGop) {
            keepFrame(frame);
        }
    }

    /** Forgets everything: the publication is over. */
    public void clear() {
        metadata.clear();
        audioHeaders.clear();
        videoHeaders.clear();
        headerVersion++;
        clearGop();
    }

    /** Forgets what it knows of that publication; of another one it knows more. */
    void ended(long id) {
        if (publication == id) {
            clear();
        }
    }

    /** The present metadata, oldest first. */
    public List<MediaFrame> metadata() {
        return List.copyOf(metadata.values());
    }

    /** Metadata and codec headers: what primes another cache. */
    public List<MediaFrame> essentials() {
        List<MediaFrame> all = new ArrayList<>(metadata.values());
        all.addAll(audioHeaders.values());
        all.addAll(videoHeaders.values());
        return all;
    }

    /** All that is kept: what primes another cache that may keep frames. */
    public List<MediaFrame> all() {
        List<MediaFrame> all = essentials();
        all.addAll(framesSinceKey());
        return all;
    }

    /**
     * The frames from the last key frame on; empty when not kept or when they outgrew the bounds.
     */
    public List<MediaFrame> framesSinceKey() {
        return gopUsable ? List.copyOf(gop) : List.of();
    }

    /** Changes whenever a codec header comes or goes. */
    int headerVersion() {
        return headerVersion;
    }

    Iterable<MediaFrame> headers(MediaKind kind) {
        return kind == MediaKind.AUDIO ? audioHeaders.values() : videoHeaders.values();
    }

    private void keepMetadata(MediaFrame frame) {
        int end = nameEnd(frame.body());
        if (end < 0) {
            return;
        }
        byte[] bytes = new byte[end - 3];
        frame.body().copyTo(3, bytes, 0, bytes.length);
        String name = new String(bytes, StandardCharsets.UTF_8);
        metadata.remove(name);
        boolean cleared = end == frame.body().length();
        if (!cleared
                && metadata.size() < MOST_METADATA
                && metadataBytes() + frame.weight() <= MOST_METADATA_BYTES) {
            metadata.put(name, frame);
        }
    }

    private int metadataBytes() {
        int bytes = 0;
        for (MediaFrame frame : metadata.values()) {
            bytes += frame.weight();
        }
        return bytes;
    }

    /** Whether a metadata body is a name alone, which makes it forgotten. */
    static boolean clears(Message body) {
        return nameEnd(body) == body.length();
    }

    private static int nameEnd(Message body) {
        if (body.length() < 3 || body.byteAt(0) != AMF0_STRING) {
            return -1;
        }
        int end = 3 + (body.byteAt(1) << 8 | body.byteAt(2));
        return end <= body.length() ? end : -1;
    }

    private void keepHeader(MediaFrame frame) {
        Map<Integer, MediaFrame> headers =
                frame.kind() == MediaKind.AUDIO ? audioHeaders : videoHeaders;
        MediaFrame known = headers.remove(frame.slot());
        if (known != null) {
            headerVersion++;
            if (!Arrays.equals(known.body().toBytes(), frame.body().toBytes())) {
                clearGop(); // what is kept needs the former one
            }
        }
        if (headers.size() < MOST_HEADERS && frame.weight() <= MOST_HEADER_BYTES) {
            headers.put(frame.slot(), frame);
            headerVersion++;
        }
    }

    private void keepFrame(MediaFrame frame) {
        boolean media = frame.kind() == MediaKind.AUDIO || frame.kind() == MediaKind.VIDEO;
        if (!media || frame.isHeader()) {
            return;
        }
        if (frame.isKeyFrame() || frame.gap()) {
            clearGop();
            gopUsable = frame.isKeyFrame();
        }
        if (!gopUsable) {
            return;
        }
        gop.add(frame);
        gopBytes += frame.weight() + FRAME_BYTES;
        boolean tooLong = frame.timestamp() - gop.peekFirst().timestamp() > MOST_GOP_MS;
        if (tooLong || gopBytes > MOST_GOP_BYTES) {
            clearGop();
        }
    }

    private void clearGop() {
        gop.clear();
        gopBytes = 0;
        gopUsable = false;
    }
}
