package io.cumulonimbus.link.stream;

import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.turn.Carrier;
import io.cumulonimbus.link.wire.LinkFrame;
import io.cumulonimbus.link.wire.LinkFrame.Figures;
import io.cumulonimbus.link.wire.LinkFrame.OfStream;
import io.cumulonimbus.link.wire.LinkFrame.Quality;
import io.cumulonimbus.link.wire.MalformedFrameException;
import io.cumulonimbus.link.wire.StreamCodec;
import io.cumulonimbus.stream.Had;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a link does for streams: those that cross it, and what is told of their viewers. Owned by
 * the link's loop.
 */
public final class LinkStreams {
    private final Carrier link;
    private final boolean atEdge;
    private final PulledStreams pulled;
    private final ServedStreams served;
    private final Set<ViewerReports> reporting = new LinkedHashSet<>();
    private final ArrayDeque<Figures> figures = new ArrayDeque<>();
    private StreamHub hub = StreamHub.NONE;

    public LinkStreams(Carrier link, LinkRole role) {
        this.link = link;
        this.atEdge = role.dials();
        this.pulled = new PulledStreams(link);
        this.served = new ServedStreams(link);
    }

    /** Sets where the viewers of this edge get streams from (edge only); before they come. */
    public void handsOut(StreamHub newHub) {
        hub = newHub;
    }

    /** Sets where streams come from that the edge pulls (origin only); before it does. */
    public void serves(StreamSource source) {
        served.from(source);
    }

    /**
     * Wants a stream, published now or later (edge only); answers its number, for {@link #release}.
     * Ends with the link.
     */
    public long pull(String stream, StreamReceiver receiver) {
        return pull(stream, Had.NOTHING, receiver);
    }

    /** The same of a stream of which some came before; that is not sent again. */
    public long pull(String stream, Had had, StreamReceiver receiver) {
        return pulled.pull(stream, had, receiver);
    }

    /** Wants it no more. */
    public void release(long stream) {
        pulled.release(stream);
    }

    public StreamHub hub() {
        return hub;
    }

    /** A session with viewers: they are reported from now on. */
    public void reports(ViewerReports viewers) {
        reporting.add(viewers);
    }

    /** A session that is on this link no more. */
    public void forget(ViewerReports viewers) {
        reporting.remove(viewers);
    }

    public void receive(OfStream frame) throws MalformedFrameException {
        if (atEdge) {
            pulled.receive(frame);
        } else {
            served.receive(frame);
        }
    }

    /** Once a second: how the viewers fared. */
    public void report() {
        for (ViewerReports viewers : reporting) {
            figures.addAll(viewers.report());
        }
        reporting.removeIf(ViewerReports::isEmpty);
        if (!figures.isEmpty()) {
            link.announce();
        }
    }

    /** The next frame about streams as a whole, or null. */
    public LinkFrame next() {
        LinkFrame request = pulled.nextRequest();
        if (request != null || figures.isEmpty()) {
            return request;
        }
        List<Figures> some = new ArrayList<>();
        while (!figures.isEmpty() && some.size() < StreamCodec.MOST_FIGURES) {
            some.add(figures.poll());
        }
        return new Quality(some);
    }

    /** The link is over. */
    public void clear() {
        pulled.clear();
        served.clear();
        reporting.clear();
        figures.clear();
    }
}
