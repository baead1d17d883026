package io.cumulonimbus.origin.record;

import io.cumulonimbus.net.gateway.SparseLog;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.disk.FileProxy;
import io.cumulonimbus.stream.MediaFrame;
import io.cumulonimbus.stream.MediaKind;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/**
 * The way of a publication's media into a file, from the publisher's loop. Bounded: when the disk
 * does not keep up, video is left out to the next key frame, and counted.
 */
public final class RecordingProxy {
    private static final SparseLog LOG =
            new SparseLog(LoggerFactory.getLogger(RecordingProxy.class));

    /** Frames that may wait for the disk. */
    static final int MOST_FRAMES = 4096;

    private static final long MOST_BYTES = 16 << 20;
    private static final int FRAME_BYTES = 64;

    private final String name;
    private final FileProxy file;
    private final Recorder recorder;
    private final Loop loop;
    private final RecordingListener listener;
    private final Runnable released;
    private final AtomicLong bytes = new AtomicLong();
    private boolean finished; // of the loop
    private boolean waitsForKeyFrame; // of the loop
    private long dropped; // of the loop
    private boolean failed; // of the disk

    /**
     * @param name for the log
     * @param released runs on a thread of the disk when another recording may have the file
     */
    RecordingProxy(
            String name,
            FileProxy file,
            Recorder recorder,
            Loop loop,
            RecordingListener listener,
            Runnable released) {
        this.name = name;
        this.file = file;
        this.recorder = recorder;
        this.loop = loop;
        this.listener = listener;
        this.released = released;
        file.insist(this::open);
    }

    private void open() {
        try {
            recorder.open();
            loop.execute(listener::started);
        } catch (IOException e) {
            fail(e);
        }
    }

    /** The next frame of the publication. */
    public void frame(MediaFrame frame) {
        if (finished) {
            return;
        }
        boolean video = frame.kind() == MediaKind.VIDEO && !frame.isHeader();
        if (video && waitsForKeyFrame && !frame.isKeyFrame()) {
            dropped++;
            return;
        }
        int weight = frame.weight() + FRAME_BYTES;
        boolean essential = frame.isHeader() || frame.kind() == MediaKind.METADATA;
        long most = essential ? 2 * MOST_BYTES : MOST_BYTES;
        if (bytes.get() + weight > most || !file.offer(() -> write(frame, weight))) {
            dropped++;
            waitsForKeyFrame |= video;
            return;
        }
        bytes.addAndGet(weight);
        waitsForKeyFrame &= !video;
    }

    private void write(MediaFrame frame, int weight) {
        bytes.addAndGet(-weight);
        if (failed) {
            return;
        }
        try {
            recorder.write(frame);
        } catch (IOException e) {
            fail(e);
        }
    }

    private void fail(IOException why) {
        failed = true;
        String text = text(why);
        LOG.warn("The recording of " + name + " stops: " + text);
        try {
            recorder.finish();
        } catch (IOException | RuntimeException e) {
            abandon();
        }
        loop.execute(() -> listener.failed(text));
    }

    private void abandon() {
        try {
            recorder.abandon();
        } catch (IOException e) {
            LOG.warn("The recording of " + name + " cannot be closed: " + text(e));
        }
    }

    /** Messages of the system name folders, which are nobody's business. */
    private static String text(IOException why) {
        boolean ours = why.getClass() == IOException.class && why.getMessage() != null;
        return ours ? why.getMessage() : why.getClass().getSimpleName();
    }

    /** No more frames follow. */
    public void finish() {
        if (!finished) {
            finished = true;
            file.close(this::close);
        }
    }

    private void close() {
        try {
            if (!failed) {
                recorder.finish();
            }
        } catch (IOException e) {
            LOG.warn("The recording of " + name + " cannot be finished: " + text(e));
            abandon();
            loop.execute(() -> listener.failed(text(e)));
        } finally {
            released.run();
            loop.execute(listener::stopped);
        }
    }

    /** Frames that the disk was too slow for. */
    public long dropped() {
        return dropped;
    }
}
