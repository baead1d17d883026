package io.cumulonimbus.origin.rendezvous;

import java.util.List;
import java.util.function.Consumer;

/** One peer in one group. Owned by the hub loop. */
final class Membership {
    private final PeerId id;
    private final RingPosition position;
    private final Consumer<List<PeerId>> notices;

    /** Where it is in its group's list of members. */
    private int index;

    /**
     * @param notices tells the member of others; called on the hub loop
     */
    Membership(PeerId id, Consumer<List<PeerId>> notices) {
        this.id = id;
        this.position = RingPosition.of(id);
        this.notices = notices;
    }

    PeerId id() {
        return id;
    }

    RingPosition position() {
        return position;
    }

    int index() {
        return index;
    }

    void index(int newIndex) {
        index = newIndex;
    }

    /** Tells the member of others that it should have a connection with. */
    void tell(List<PeerId> others) {
        if (!others.isEmpty()) {
            notices.accept(others);
        }
    }
}
