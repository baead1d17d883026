package io.cumulonimbus.origin.stream;

import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.stream.Had;
import java.util.function.Supplier;

/**
 * The way between the hub and a stream of another origin on the loop where it comes in. Bounded by
 * what happens: one notice for each loop that comes or goes, and for each publication.
 */
final class FarPublicationProxy implements Feed {
    private static final int CAPACITY = 1024;

    private final NodeId owner;
    private final BoundedHop there;
    private final FarPublication publication;

    /** Hears of it on the hub. */
    interface Hub {
        /** It is on the air, for a while already or from now on. */
        void begun(FarPublicationProxy from, long publication, boolean before);

        /** It is not any more. */
        void ended(FarPublicationProxy from, long publication);

        /** Nothing follows. */
        void released(FarPublicationProxy from);
    }

    FarPublicationProxy(NodeId owner, Loop loop, BoundedHop back, Hub hub) {
        this.owner = owner;
        this.there = new BoundedHop(loop, CAPACITY);
        FarPublicationProxy self = this;
        this.publication =
                new FarPublication(
                        loop,
                        new FarPublication.Notices() {
                            @Override
                            public void begun(long publication, boolean before) {
                                back.insist(() -> hub.begun(self, publication, before));
                            }

                            @Override
                            public void ended(long publication) {
                                back.insist(() -> hub.ended(self, publication));
                            }

                            @Override
                            public void released() {
                                back.insist(() -> hub.released(self));
                            }
                        });
    }

    NodeId owner() {
        return owner;
    }

    /**
     * @param before answers how far the stream came here; asked where it comes in, behind the end
     *     of what brought it until now
     * @param others how far it came to one of those who lost another origin
     */
    void pull(FarOrigins origins, String name, Supplier<Had> before, Had others) {
        there.insist(() -> publication.pull(origins, owner, name, before.get(), others));
    }

    @Override
    public Had had() {
        return publication.had();
    }

    @Override
    public long group() {
        return publication.group();
    }

    @Override
    public void attach(WatchedStreamProxy viewers) {
        there.insist(() -> publication.attach(viewers));
    }

    @Override
    public void detach(WatchedStreamProxy viewers) {
        there.insist(() -> publication.detach(viewers));
    }

    void doom() {
        there.insist(publication::doom);
    }

    void spare() {
        there.insist(publication::spare);
    }

    void end() {
        there.insist(publication::end);
    }
}
