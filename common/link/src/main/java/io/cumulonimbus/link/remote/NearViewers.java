package io.cumulonimbus.link.remote;

import io.cumulonimbus.link.remote.LinkForwarder.Downward;
import io.cumulonimbus.link.stream.ViewerReports;
import io.cumulonimbus.link.wire.Counted;
import io.cumulonimbus.link.wire.LinkFrame;
import io.cumulonimbus.link.wire.LinkFrame.Figures;
import io.cumulonimbus.link.wire.LinkFrame.OfViewer;
import io.cumulonimbus.link.wire.LinkFrame.Subscribe;
import io.cumulonimbus.link.wire.LinkFrame.Wishes;
import io.cumulonimbus.link.wire.MalformedFrameException;
import io.cumulonimbus.stream.MediaKind;
import io.cumulonimbus.stream.Qos;
import io.cumulonimbus.stream.Subscription;
import io.cumulonimbus.stream.Viewer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The viewers of one session at its edge, which serves them as the origin decides. */
final class NearViewers implements Viewers, ViewerReports {
    /** In reports, of which there is one each second: longer than a stream may be behind. */
    private static final int MOST_WAITED = 4;

    /** Reports, one a second, after which another origin has decided over whom it takes over. */
    private static final int ORPHANED_REPORTS = 10;

    private final RemoteClient remote;
    private final Map<Long, Near> viewers = new HashMap<>(0);
    private final List<Near> orphans = new ArrayList<>(0);
    private int orphaned;
    private long highest;

    NearViewers(RemoteClient remote) {
        this.remote = remote;
    }

    /** One of them. */
    private static final class Near {
        private final long id;
        private final String stream;
        private final Viewer viewer;
        private final Subscription subscription;
        private final Downward data;
        private int waited;
        private Qos audioTold;
        private Qos videoTold;

        Near(long id, String stream, Viewer viewer, Subscription subscription, Downward data) {
            this.data = data;
            this.id = id;
            this.stream = stream;
            this.viewer = viewer;
            this.subscription = subscription;
            this.audioTold = subscription.audioQos().copy();
            this.videoTold = subscription.videoQos().copy();
        }

        void wish(Wishes wishes) {
            subscription.receiveAudio(wishes.audio());
            subscription.receiveVideo(wishes.video());
            subscription.pause(wishes.paused());
        }

        /** Holds the data flow until a publication is over. */
        void hold(long publication) {
            waited = 0;
            data.hold(true);
            subscription.behind(publication, () -> data.hold(false));
        }

        /** One more report; the end of a publication that does not come is not waited for. */
        void patience() {
            if (data.isHeld() && ++waited >= MOST_WAITED) {
                subscription.giveUpWaiting();
            }
        }
    }

    @Override
    public void receive(OfViewer frame) throws MalformedFrameException {
        if (frame instanceof Subscribe f) {
            subscribe(f);
            return;
        }
        if (frame.viewer() > highest) {
            throw new MalformedFrameException("a viewer that never was");
        }
        Near near = viewers.get(frame.viewer());
        if (near == null) {
            remote.link().counters().stale++;
        } else if (frame instanceof LinkFrame.Control f) {
            near.wish(f.wishes());
        } else if (frame instanceof LinkFrame.Behind f) {
            near.hold(f.publication());
        } else {
            end(near);
        }
    }

    private void subscribe(Subscribe f) throws MalformedFrameException {
        if (f.viewer() <= highest || viewers.size() >= remote.limits().maxFlows()) {
            throw new MalformedFrameException("a viewer that may not be");
        }
        highest = f.viewer();
        Optional<Downward> data = downward(f.data());
        Optional<Downward> audio = downward(f.audio());
        Optional<Downward> video = downward(f.video());
        if (data.isEmpty() || audio.isEmpty() || video.isEmpty()) {
            remote.link().counters().stale++; // the client refused one, which the origin will hear
            return;
        }
        Viewer viewer =
                new Viewer(
                        data.get().sink(),
                        audio.get().sink(),
                        video.get().sink(),
                        f.amf3(),
                        f.policy());
        Optional<Subscription> known = known(f.stream(), viewer);
        Subscription subscription = known.orElseGet(() -> new Subscription(viewer));
        data.get().carries(subscription, MediaKind.DATA);
        audio.get().carries(subscription, MediaKind.AUDIO);
        video.get().carries(subscription, MediaKind.VIDEO);
        Near near = new Near(f.viewer(), f.stream(), viewer, subscription, data.get());
        near.wish(f.wishes());
        viewers.put(near.id, near);
        remote.link().streams().reports(this);
        if (known.isEmpty()) {
            remote.link().streams().hub().watch(near.stream, subscription);
        }
    }

    /** The subscription that the client had of the origin before, which never ceased. */
    private Optional<Subscription> known(String stream, Viewer viewer) {
        for (Near orphan : orphans) {
            if (orphan.stream.equals(stream) && orphan.viewer.equals(viewer)) {
                orphans.remove(orphan);
                return Optional.of(orphan.subscription);
            }
        }
        return Optional.empty();
    }

    /**
     * Another origin takes over, and decides anew; meanwhile all go on watching, because what they
     * missed they could not go on with.
     */
    void restart() {
        orphans.addAll(viewers.values());
        viewers.clear();
        orphans.forEach(orphan -> orphan.subscription.interrupted());
        orphaned = 0;
        highest = 0;
        remote.link().streams().reports(this);
    }

    private void endOrphans() {
        orphans.forEach(this::unwatch);
        orphans.clear();
    }

    private Optional<Downward> downward(long flow) {
        return remote.incoming(flow)
                .filter(known -> known.handler() instanceof Downward)
                .map(known -> (Downward) known.handler());
    }

    private void end(Near near) {
        viewers.remove(near.id);
        unwatch(near);
    }

    private void unwatch(Near near) {
        near.subscription.giveUpWaiting();
        remote.link().streams().hub().unwatch(near.stream, near.subscription);
    }

    @Override
    public void receive(Figures figures) throws MalformedFrameException {
        throw new MalformedFrameException("an origin that serves viewers");
    }

    @Override
    public void end() {
        List.copyOf(viewers.values()).forEach(this::end);
        endOrphans();
    }

    @Override
    public boolean isEmpty() {
        return viewers.isEmpty() && orphans.isEmpty();
    }

    @Override
    public List<Figures> report() {
        if (!orphans.isEmpty() && ++orphaned >= ORPHANED_REPORTS) {
            endOrphans();
        }
        List<Figures> all = new ArrayList<>(viewers.size());
        for (Near near : viewers.values()) {
            near.patience();
            Qos audio = near.subscription.audioQos();
            Qos video = near.subscription.videoQos();
            Qos audioNews = audio.since(near.audioTold);
            Qos videoNews = video.since(near.videoTold);
            if (!audioNews.isZero() || !videoNews.isZero()) {
                near.audioTold = audio.copy();
                near.videoTold = video.copy();
                all.add(
                        new Figures(
                                remote.id(),
                                near.id,
                                Counted.of(audioNews),
                                Counted.of(videoNews)));
            }
        }
        return all;
    }
}
