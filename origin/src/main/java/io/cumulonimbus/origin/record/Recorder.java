package io.cumulonimbus.origin.record;

import io.cumulonimbus.amf.AmfReader;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.origin.disk.SafeFolder;
import io.cumulonimbus.stream.MediaFrame;
import io.cumulonimbus.stream.MediaKind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * One recording on its way into a file: written beside it under a hidden name, and put in its place
 * when whole. What a crash leaves behind under the hidden name is an FLV file too. Threads of the
 * disk, one at a time.
 */
final class Recorder {
    /** From the last frame of what was there to the first of what is appended. */
    private static final long SEAM_MS = 40;

    private static final int FLAG_AUDIO = 4;
    private static final int FLAG_VIDEO = 1;
    private static final byte[] SIGNATURE = {'F', 'L', 'V', 1};
    private static final byte[] HEADER_LENGTH = {0, 0, 0, 9};

    private final SafeFolder folder;
    private final Space space;
    private final String file;
    private final boolean append;
    private final String mark;
    private Optional<Path> old = Optional.empty();
    private Optional<FlvTail> oldTail = Optional.empty();
    private RecordingClock clock = new RecordingClock(0);
    private byte[] metadata = RecordedMetadata.nothing();
    private Path path;
    private Path part;
    private FlvOutput out;
    private long bodyStart;
    private int flags;
    private boolean begun;

    /**
     * @param file in the folder, with its ending
     * @param append whether what is there is kept, and goes on
     * @param mark makes the hidden name one of its own
     */
    Recorder(SafeFolder folder, Space space, String file, boolean append, String mark) {
        this.folder = folder;
        this.space = space;
        this.file = file;
        this.append = append;
        this.mark = mark;
    }

    /** Makes the hidden file. */
    void open() throws IOException {
        path = folder.prepare(file);
        space.measure();
        space.take(0);
        if (append) {
            old = folder.find(file);
        }
        if (old.isPresent()) {
            try (FileChannel channel = FileChannel.open(old.get())) {
                check(channel);
                FlvTail tail = FlvTail.of(channel);
                if (channel.size() - tail.end() > FlvTag.MAX_DATA) {
                    throw new IOException("it is damaged");
                }
                oldTail = Optional.of(tail);
                clock = new RecordingClock(tail.lastMs() == 0 ? 0 : tail.lastMs() + SEAM_MS);
            }
        }
        part = hidden("part");
        out = new FlvOutput(part, space);
    }

    private Path hidden(String ending) {
        return path.resolveSibling("." + path.getFileName() + "." + mark + "." + ending);
    }

    private static void check(FileChannel channel) throws IOException {
        byte[] head = FlvTail.read(channel, 0, FlvTail.START);
        if (head.length < FlvTail.START
                || !Arrays.equals(head, 0, 4, SIGNATURE, 0, 4)
                || !Arrays.equals(head, 5, 9, HEADER_LENGTH, 0, 4)) {
            throw new IOException("it is no FLV file");
        }
    }

    /** The next frame of the publication. */
    void write(MediaFrame frame) throws IOException {
        switch (frame.kind()) {
            case METADATA -> metadata(frame);
            case DATA -> script(frame);
            case AUDIO -> media(FlvTag.AUDIO, FLAG_AUDIO, frame);
            case VIDEO -> media(FlvTag.VIDEO, FLAG_VIDEO, frame);
        }
    }

    private void metadata(MediaFrame frame) throws IOException {
        if (begun) {
            script(frame);
        } else {
            metadata = frame.plainBody().toBytes();
        }
    }

    private void script(MediaFrame frame) throws IOException {
        byte[] data = frame.plainBody().toBytes();
        if (begun && hasValues(data)) {
            out.tag(new FlvTag(FlvTag.SCRIPT, (int) clock.now(), data));
        }
    }

    /** A name alone asks to forget, which a file cannot. */
    private static boolean hasValues(byte[] data) {
        try {
            AmfReader reader = AmfReader.amf0(data);
            reader.read();
            return reader.hasMore();
        } catch (MalformedAmfException broken) {
            return false;
        }
    }

    private void media(int type, int flag, MediaFrame frame) throws IOException {
        if (!begun) {
            begun = true;
            out.begin(RecordedMetadata.of(metadata));
            bodyStart = out.channel().size();
        }
        flags |= flag;
        out.tag(new FlvTag(type, (int) clock.at(frame.timestamp()), frame.body().toBytes()));
        if (frame.kind() == MediaKind.VIDEO && frame.isKeyFrame()) {
            out.flush(); // a crash costs what came after the last key frame at most
        }
    }

    /** Puts what was recorded in its place; nothing, when nothing came. */
    void finish() throws IOException {
        if (!begun) {
            discard();
            return;
        }
        try {
            out.flush();
        } catch (IOException full) {
            // What is there is worth keeping.
        }
        if (oldTail.isPresent()) {
            merge(old.get(), oldTail.get());
        } else {
            complete(out, flags, part);
        }
        SafeFolder.forceFolder(path);
    }

    private void complete(FlvOutput file, int withFlags, Path hidden) throws IOException {
        file.complete(withFlags, clock.highest() / 1000.0);
        file.close();
        Files.move(
                hidden, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void merge(Path before, FlvTail tail) throws IOException {
        Path whole = hidden("whole");
        Space free = new Space(folder, 0, 0);
        try (FileChannel from = FileChannel.open(before);
                FlvOutput to = new FlvOutput(whole, free)) {
            int oldFlags = FlvTail.read(from, 4, 1)[0];
            to.copy(from, 0, tail.end());
            to.copy(out.channel(), bodyStart, FlvTail.of(out.channel()).end());
            complete(to, oldFlags | flags, whole);
        } catch (IOException e) {
            Files.deleteIfExists(whole);
            throw e;
        }
        discard();
    }

    /** Leaves what was written where it is, if it is anything. */
    void abandon() throws IOException {
        if (out != null) {
            out.close();
        }
    }

    private void discard() throws IOException {
        out.close();
        Files.deleteIfExists(part);
    }
}
