package io.cumulonimbus.link.remote;

import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.link.wire.LinkFrame;
import io.cumulonimbus.link.wire.LinkFrame.Figures;
import io.cumulonimbus.link.wire.LinkFrame.OfViewer;
import io.cumulonimbus.link.wire.LinkFrame.Wishes;
import io.cumulonimbus.link.wire.MalformedFrameException;
import io.cumulonimbus.link.wire.StreamCodec;
import io.cumulonimbus.stream.FarSubscription;
import io.cumulonimbus.stream.Qos;
import io.cumulonimbus.stream.Viewer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The viewers of one session as the origin sees them: it decides, the edge serves. */
final class FarViewers implements Viewers {
    private final RemoteClient client;
    private final Map<Long, Far> viewers = new HashMap<>(0);
    private long highest;

    FarViewers(RemoteClient client) {
        this.client = client;
    }

    Optional<FarSubscription> subscribe(String stream, Viewer viewer) {
        if (!StreamCodec.fits(stream)
                || !isOurs(viewer.data())
                || !isOurs(viewer.audio())
                || !isOurs(viewer.video())) {
            return Optional.empty();
        }
        Far far = new Far(++highest, stream, viewer);
        viewers.put(far.id, far);
        ((LinkSink) viewer.data()).writeBehind(far);
        return Optional.of(far);
    }

    private boolean isOurs(MessageSink sink) {
        return sink.isOpen() && sink instanceof LinkSink own && own.isOf(client);
    }

    @Override
    public void receive(OfViewer frame) throws MalformedFrameException {
        throw new MalformedFrameException("an edge that decides over viewers");
    }

    @Override
    public void receive(Figures figures) throws MalformedFrameException {
        if (figures.viewer() > highest) {
            throw new MalformedFrameException("a viewer that never was");
        }
        Far far = viewers.get(figures.viewer());
        if (far != null) {
            far.audioQos.plus(figures.audio().qos());
            far.videoQos.plus(figures.video().qos());
        }
    }

    @Override
    public void end() {
        viewers.clear();
    }

    /** One of them. */
    final class Far implements FarSubscription, QueuedMessage.Interlude {
        private final long id;
        private final String stream;
        private final Viewer viewer;
        private final Qos audioQos = new Qos();
        private final Qos videoQos = new Qos();
        private Wishes wishes = new Wishes(true, true, false);
        private boolean told;
        private boolean over;

        /** Whether there is something to tell of it; the notes' to change. */
        boolean noted;

        Far(long id, String stream, Viewer viewer) {
            this.id = id;
            this.stream = stream;
            this.viewer = viewer;
        }

        @Override
        public void receiveAudio(boolean wanted) {
            wish(new Wishes(wanted, wishes.video(), wishes.paused()));
        }

        @Override
        public void receiveVideo(boolean wanted) {
            wish(new Wishes(wishes.audio(), wanted, wishes.paused()));
        }

        @Override
        public void pause(boolean wanted) {
            wish(new Wishes(wishes.audio(), wishes.video(), wanted));
        }

        private void wish(Wishes wanted) {
            boolean news = !wanted.equals(wishes);
            wishes = wanted;
            if (news && told && !over) {
                client.notes().add(this);
            }
        }

        @Override
        public Qos audioQos() {
            return audioQos;
        }

        @Override
        public Qos videoQos() {
            return videoQos;
        }

        @Override
        public void end() {
            if (!over) {
                over = true;
                viewers.remove(id);
                if (told) {
                    client.notes().add(this);
                }
            }
        }

        /**
         * The next frame that goes before what was written behind the subscription, or null when
         * there is none any more: its flows have to be known, and what waits in them comes first.
         */
        @Override
        public LinkFrame next(long nowNs) {
            if (over || told) {
                return null;
            }
            LinkSink audio = (LinkSink) viewer.audio();
            LinkSink video = (LinkSink) viewer.video();
            LinkFrame first = audio.nextBeforeMedia(nowNs);
            if (first == null) {
                first = video.nextBeforeMedia(nowNs);
            }
            if (first != null) {
                return first;
            }
            told = true;
            return new LinkFrame.Subscribe(
                    client.id(),
                    id,
                    stream,
                    ((LinkSink) viewer.data()).id(),
                    audio.id(),
                    video.id(),
                    viewer.amf3(),
                    viewer.policy(),
                    wishes);
        }

        @Override
        public boolean isOver() {
            return told || over;
        }

        @Override
        public void over(long publication) {
            if (told && !over) {
                ((LinkSink) viewer.data()).writeBehind(new Ending(this, publication));
            }
        }

        /** What changed since the edge was told. */
        LinkFrame note() {
            noted = false;
            return over
                    ? new LinkFrame.Unsubscribe(client.id(), id)
                    : new LinkFrame.Control(client.id(), id, wishes);
        }
    }

    /** What is written next is to come behind the end of a publication. */
    private final class Ending implements QueuedMessage.Interlude {
        private final Far viewer;
        private final long publication;

        Ending(Far viewer, long publication) {
            this.viewer = viewer;
            this.publication = publication;
        }

        @Override
        public LinkFrame next(long nowNs) {
            return viewer.over ? null : new LinkFrame.Behind(client.id(), viewer.id, publication);
        }

        @Override
        public boolean isOver() {
            return true;
        }
    }
}
