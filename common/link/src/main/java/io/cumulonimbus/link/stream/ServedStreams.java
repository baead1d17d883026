package io.cumulonimbus.link.stream;

import io.cumulonimbus.link.turn.Carrier;
import io.cumulonimbus.link.wire.LinkFrame;
import io.cumulonimbus.link.wire.LinkFrame.OfStream;
import io.cumulonimbus.link.wire.MalformedFrameException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The streams that an origin sends over one link, each once. */
final class ServedStreams {
    private final Carrier link;
    private final Map<Long, Served> streams = new HashMap<>();
    private StreamSource source = StreamSource.NONE;
    private long highest;

    private record Served(StreamLane lane, Runnable end) {}

    ServedStreams(Carrier link) {
        this.link = link;
    }

    void from(StreamSource newSource) {
        source = newSource;
    }

    void receive(OfStream frame) throws MalformedFrameException {
        switch (frame) {
            case LinkFrame.Pull f -> open(f);
            case LinkFrame.Release f -> close(f);
            default -> throw new MalformedFrameException("an edge that sends streams");
        }
    }

    private void open(LinkFrame.Pull f) throws MalformedFrameException {
        if (f.stream() <= highest || streams.size() >= link.limits().maxSessions()) {
            throw new MalformedFrameException("a stream that may not be asked for");
        }
        highest = f.stream();
        StreamLane lane = new StreamLane(link, f.stream(), f.had());
        streams.put(f.stream(), new Served(lane, source.open(f.name(), lane)));
    }

    private void close(LinkFrame.Release f) throws MalformedFrameException {
        if (f.stream() > highest) {
            throw new MalformedFrameException("a stream that was never asked for");
        }
        Served served = streams.remove(f.stream());
        if (served != null) {
            end(served);
        }
    }

    private static void end(Served served) {
        served.lane.close();
        served.end.run();
    }

    /** The link is over. */
    void clear() {
        List<Served> all = new ArrayList<>(streams.values());
        streams.clear();
        all.forEach(ServedStreams::end);
    }
}
