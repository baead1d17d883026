package io.cumulonimbus.cli;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.Status;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What arrives of a played stream, on its way from the client's loop to the command that writes it.
 * Bounded: when the reader of the output is too slow, messages are dropped and counted, pictures up
 * to the next key frame.
 */
final class Recording extends StreamWatch {
    private static final int MAX_MESSAGES = 4096;
    private static final int KEY_FRAME = 1;

    private final ArrayBlockingQueue<FlvTag> tags = new ArrayBlockingQueue<>(MAX_MESSAGES);
    private final AtomicLong dropped = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private final AtomicBoolean unpublished = new AtomicBoolean();

    /** Only on the client's loop. */
    private boolean keyFrameWanted;

    @Override
    public void onStatus(Status status) {
        super.onStatus(status);
        switch (status.code()) {
            case "NetStream.Play.UnpublishNotify",
                    "NetStream.Play.Stop",
                    "NetStream.Play.Complete" ->
                    unpublished.set(true);
            case "NetStream.Play.PublishNotify" -> unpublished.set(false);
            default -> {}
        }
    }

    @Override
    public void onMessage(MediaKind kind, long timestamp, Message payload) {
        boolean picture = kind == MediaKind.VIDEO && payload.length() > 0;
        if (picture && keyFrameWanted && (payload.byteAt(0) >> 4 & 7) != KEY_FRAME) {
            dropped.incrementAndGet();
            return;
        }
        if (tags.offer(new FlvTag(kind.flvType(), (int) timestamp, payload.toBytes()))) {
            keyFrameWanted &= !picture;
        } else {
            dropped.incrementAndGet();
            keyFrameWanted |= picture;
        }
    }

    @Override
    public void onLost(long fragments) {
        lost.addAndGet(fragments);
    }

    /** The next message, waiting at most so long for it. */
    Optional<FlvTag> poll(long millis) throws InterruptedException {
        return Optional.ofNullable(tags.poll(millis, TimeUnit.MILLISECONDS));
    }

    /** Whether there is nothing to poll at the moment. */
    boolean isEmpty() {
        return tags.isEmpty();
    }

    /** Whether the server said that the publisher has gone. */
    boolean isUnpublished() {
        return unpublished.get();
    }

    /** Messages dropped because the output was too slow. */
    long dropped() {
        return dropped.get();
    }

    /** Fragments that the server gave up. */
    long lostFragments() {
        return lost.get();
    }
}
