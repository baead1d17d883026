package io.cumulonimbus.watch.hls;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.stream.FrameTap;
import io.cumulonimbus.stream.Groups;
import io.cumulonimbus.stream.Ingress;
import io.cumulonimbus.stream.MediaFrame;
import io.cumulonimbus.watch.MediaOutput;
import io.cumulonimbus.watch.cmaf.KeptSegments;
import io.cumulonimbus.watch.cmaf.Listing;
import io.cumulonimbus.watch.cmaf.Segment;
import io.cumulonimbus.watch.cmaf.Segmenter;
import java.util.List;
import java.util.Optional;

/**
 * The segments that one viewer may have: those of the publication whose frames it is given, or,
 * where it is given no frames but messages (of a recording, or when a script withholds some of
 * them), those made of its messages alone.
 */
final class HlsStream implements FrameTap, MediaOutput {
    private static final byte[] NO_HEAD = {};

    private final Shelves shelves;
    private final Runnable wake;
    private final Ingress ingress = new Ingress(0);
    private Optional<Shelf> shelf = Optional.empty();
    private Optional<Segmenter> own = Optional.empty();
    private Optional<Listing> last = Optional.empty();
    private List<Segment> past = List.of();
    private long publication;
    private long before;
    private long joinedAt;
    private long frames;
    private boolean joined;
    private boolean changed;

    HlsStream(Shelves shelves, Runnable wake) {
        this.shelves = shelves;
        this.wake = wake;
    }

    @Override
    public void frame(MediaFrame frame) {
        boolean late = shelf.isPresent() && frame.publication() == before;
        if (last.isPresent() || changed || own.isPresent() || late) {
            return;
        }
        frames++;
        if (shelf.isEmpty() || frame.publication() != publication) {
            turnTo(frame.publication());
        }
        if (!joined && frame.group() != 0) {
            join(frame);
        }
        shelf.get().frame(frame);
    }

    /** What was listed of the publication before stays in the list. */
    private void turnTo(long next) {
        shelf.ifPresent(Shelf::end);
        past = present().segments();
        shelf.ifPresent(one -> shelves.leave(one, wake));
        before = publication;
        publication = next;
        shelf = Optional.of(shelves.enter(next, wake));
        joined = past.isEmpty();
    }

    /** The first group says whether the list goes on with it. */
    private void join(MediaFrame frame) {
        joined = true;
        joinedAt = Groups.number(frame.group());
        if (!Listing.follows(past.getLast(), joinedAt, Groups.breaks(frame.group()))) {
            change();
        }
    }

    /** How many frames came, to see whether there are more. */
    long frames() {
        return frames;
    }

    /** Nothing came for a while, and nothing may come: what is there so far is whole. */
    void pause() {
        shelf.ifPresent(Shelf::end);
        own.ifPresent(Segmenter::end);
    }

    @Override
    public void withheld() {
        if (shelf.isPresent()) {
            change();
        }
    }

    private void change() {
        changed = true;
        wake.run();
    }

    /** Whether it is not what it was any more: the viewer has to begin anew. */
    boolean isAnother() {
        return changed;
    }

    @Override
    public int room() {
        return Integer.MAX_VALUE;
    }

    @Override
    public void begin(boolean audio, boolean video) {}

    @Override
    public void media(TcMessage message) {
        if (shelf.isPresent() || last.isPresent()) {
            return;
        }
        if (own.isEmpty()) {
            own = Optional.of(new Segmenter(new KeptSegments(whole -> {})));
        }
        frames++;
        Message body = message.message().withHead(NO_HEAD, TcMessage.HEADER_LENGTH);
        int time = message.timestamp();
        switch (message.type()) {
            case MessageType.VIDEO -> ingress.video(time, body, 0).ifPresent(own.get()::frame);
            case MessageType.AUDIO -> own.get().frame(ingress.audio(time, body, 0));
            default -> own.get().frame(ingress.metadata(time, body, body));
        }
    }

    /** Says why there will be nothing for the viewer, where that is certain. */
    Optional<String> refusal() {
        return shelf.map(Shelf::refusal).or(() -> own.map(Segmenter::refusal)).flatMap(one -> one);
    }

    /** What there is for the viewer at this moment. */
    Listing listing() {
        return last.orElseGet(this::present);
    }

    private Listing present() {
        Listing now =
                shelf.map(Shelf::listing)
                        .or(() -> own.map(Segmenter::listing))
                        .orElse(Listing.NOTHING);
        boolean further =
                joined
                        && !now.segments().isEmpty()
                        && now.segments().getFirst().number() > joinedAt;
        if (further) {
            past = List.of(); // what came behind it has left the list already
        }
        return now.behind(past);
    }

    /**
     * Nothing follows for this viewer.
     *
     * @param over whether nothing follows for anybody
     */
    void end(boolean over) {
        if (over) {
            pause();
        }
        Listing end = present();
        last = Optional.of(new Listing(end.tracks(), end.segments(), Optional.empty()));
        shelf.ifPresent(one -> shelves.leave(one, wake));
        shelf = Optional.empty();
        own = Optional.empty();
    }
}
