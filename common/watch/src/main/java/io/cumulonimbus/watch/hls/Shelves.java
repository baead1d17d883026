package io.cumulonimbus.watch.hls;

import io.cumulonimbus.watch.cmaf.Segment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What those who watch by files share on one loop: the segments of each publication that somebody
 * watches there. Whoever is let in to a publication begins with what is there. Owned by that loop.
 */
public final class Shelves {
    private final Map<Long, Shelf> shelves = new HashMap<>();
    private final Neighbours neighbours;

    /** The shelves of other loops. */
    public interface Neighbours {
        /** There are none. */
        Neighbours NONE =
                new Neighbours() {
                    @Override
                    public void wanted(long publication) {}

                    @Override
                    public void made(long publication, Segment whole) {}
                };

        /**
         * Somebody begins to watch that publication here: what they have may be {@link #offer}ed.
         */
        void wanted(long publication);

        /** A segment is whole here, and does not change any more. */
        void made(long publication, Segment whole);
    }

    /** Begins without any. */
    public Shelves(Neighbours neighbours) {
        this.neighbours = neighbours;
    }

    /** Somebody was given a frame of that publication, and is woken when others bring something. */
    Shelf enter(long publication, Runnable wake) {
        Shelf shelf = shelves.get(publication);
        if (shelf == null) {
            shelf = new Shelf(publication, whole -> neighbours.made(publication, whole));
            shelves.put(publication, shelf);
            neighbours.wanted(publication);
        }
        shelf.enter(wake);
        return shelf;
    }

    void leave(Shelf shelf, Runnable wake) {
        if (shelf.leave(wake)) {
            shelves.remove(shelf.publication(), shelf);
        }
    }

    /** Segments that are whole on another loop; nobody may watch that publication here. */
    public void offer(long publication, List<Segment> whole) {
        Shelf shelf = shelves.get(publication);
        if (shelf != null) {
            shelf.offer(whole);
        }
    }

    /** The segments of a publication that are whole. */
    public List<Segment> segments(long publication) {
        Shelf shelf = shelves.get(publication);
        return shelf == null
                ? List.of()
                : shelf.listing().segments().stream().filter(one -> !one.isMissing()).toList();
    }
}
