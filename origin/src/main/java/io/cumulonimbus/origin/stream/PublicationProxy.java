package io.cumulonimbus.origin.stream;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.app.AppPublication;
import io.cumulonimbus.origin.app.StreamQuality;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The way from an application to a publication on its publisher's loop. When too much is on its way
 * the rest is dropped.
 */
final class PublicationProxy implements AppPublication {
    private static final int CAPACITY = 1024;

    private final StreamName name;
    private final long streamId;
    private final Publication publication;
    private final BoundedHop hop;
    private final BiConsumer<String, String> closing;
    private volatile boolean over;

    /**
     * @param closing ends the publication; called on the publisher's loop
     */
    PublicationProxy(
            StreamName name,
            long streamId,
            Loop loop,
            Publication publication,
            BiConsumer<String, String> closing) {
        this.name = name;
        this.streamId = streamId;
        this.publication = publication;
        this.hop = new BoundedHop(loop, CAPACITY);
        this.closing = closing;
    }

    /** From now on nothing gets through. On the publisher's loop. */
    void end() {
        over = true;
    }

    private void pass(Runnable work) {
        if (over) {
            return;
        }
        if (hop.target().inLoop()) {
            work.run();
            return;
        }
        hop.offer(
                () -> {
                    if (!over) {
                        work.run();
                    }
                });
    }

    @Override
    public String name() {
        return name.text();
    }

    @Override
    public long streamId() {
        return streamId;
    }

    @Override
    public Map<String, String> parameters() {
        return name.parameters();
    }

    @Override
    public void audio(int time, byte[] body, long lost) {
        pass(() -> publication.pushAudio(time, Message.of(body), lost));
    }

    @Override
    public void video(int time, byte[] body, long lost) {
        pass(() -> publication.pushVideo(time, Message.of(body), lost));
    }

    @Override
    public void data(String handler, byte[] amf) {
        pass(() -> publication.pushData(handler, amf));
    }

    @Override
    public void close(String code, String description) {
        hop.insist(
                () -> {
                    if (!over) {
                        closing.accept(code, description);
                    }
                });
    }

    @Override
    public byte[] metadata() {
        return publication.metadata();
    }

    @Override
    public StreamQuality audioQuality() {
        return publication.audioQuality();
    }

    @Override
    public StreamQuality videoQuality() {
        return publication.videoQuality();
    }
}
