package io.cumulonimbus.origin.stream;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.app.AppPublication;
import io.cumulonimbus.origin.app.StreamQuality;
import java.util.Optional;

/** A publication of the server's own, on the loop of the realm that made it. */
final class ServerPublicationProxy implements AppPublication {
    private final String name;
    private final String key;
    private final PublicationsProxy publications;
    private final Publication publication;
    private final PublisherProxy publisher;
    private boolean published;
    private boolean over;

    /**
     * @param key what it is called where names are kept
     */
    ServerPublicationProxy(
            String name, String key, Loop loop, PublicationsProxy publications, long id) {
        this.name = name;
        this.key = key;
        this.publications = publications;
        this.publication =
                new Publication(
                        new PublicationName(id, 0, 0), PacketTap.NONE, loop::nowNs, () -> -1);
        this.publisher =
                new PublisherProxy(loop, publication, Optional.empty(), decided -> {}, this::close);
    }

    /** Answers false, and nothing follows, when somebody has the name or too much is to be done. */
    boolean open() {
        if (publications.isClaimed(key)) {
            return false;
        }
        publications.claim(key, publisher, false, this::claimed);
        return !over;
    }

    private void claimed(boolean yes) {
        if (!yes) {
            over = true;
        } else if (over || !publications.publish(key, publisher)) {
            over = true;
            publications.disclaim(key, publisher);
        } else {
            published = true;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long streamId() {
        return 0;
    }

    @Override
    public void audio(int time, byte[] body, long lost) {
        if (!over) {
            publication.pushAudio(time, Message.of(body), lost);
        }
    }

    @Override
    public void video(int time, byte[] body, long lost) {
        if (!over) {
            publication.pushVideo(time, Message.of(body), lost);
        }
    }

    @Override
    public void data(String handler, byte[] amf) {
        if (!over) {
            publication.pushData(handler, amf);
        }
    }

    /** There is nobody to be told why. */
    @Override
    public void close(String code, String description) {
        end();
    }

    private void end() {
        if (!over) {
            over = true;
            publisher.end();
            if (published) {
                publications.unpublish(key, publisher);
            }
        }
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
