package io.cumulonimbus.origin.stream;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.link.ByteSink;
import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.session.LinkListener;
import io.cumulonimbus.link.session.LinkSession;
import io.cumulonimbus.link.stream.StreamLane;
import io.cumulonimbus.link.stream.StreamReceiver;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.fabric.LocalCluster;
import io.cumulonimbus.origin.link.Arriving;
import io.cumulonimbus.origin.link.LaneAudience;
import io.cumulonimbus.stream.DropPolicy;
import io.cumulonimbus.stream.Had;
import io.cumulonimbus.stream.MediaFrame;
import io.cumulonimbus.stream.Subscription;
import io.cumulonimbus.stream.Viewer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The streams of one origin of a cluster, with links to the others and edges behind it. */
final class SimOrigin implements FarOrigins {
    static final String STREAM = "film";

    final PublicationsProxy publications;
    final Turns.SimLoop clients;
    final Directory directory;
    private final World world;
    private final List<Turns.SimLoop> loops = new ArrayList<>();
    private final Turns.SimLoop media;
    private final List<Pipe> pipes = new ArrayList<>();
    private final LocalStreams streams;
    private boolean dead;

    /** All of them. */
    static final class World {
        final Turns turns;
        private final RandomGenerator random;
        private final LocalCluster cluster = LocalCluster.shared();
        private final Map<NodeId, SimOrigin> origins = new HashMap<>();

        World(RandomGenerator random) {
            this.random = random;
            this.turns = new Turns(random);
        }

        /**
         * @param several whether it has loops for clients, links and names, or one for all
         */
        SimOrigin origin(String name, boolean several) {
            SimOrigin made = new SimOrigin(name, this, several);
            origins.put(made.directory.self(), made);
            return made;
        }

        /** It is gone from one moment to the next. */
        void kill(SimOrigin killed) {
            killed.dead = true;
            killed.loops.forEach(Turns.SimLoop::kill);
            cluster.kill(killed.directory.self());
            origins.values().forEach(one -> one.pipes.forEach(pipe -> pipe.lose(killed)));
        }
    }

    private SimOrigin(String name, World world, boolean several) {
        this.world = world;
        Turns.SimLoop hub = loop();
        clients = loop();
        media = several ? loop() : clients;
        directory = world.cluster.join(name, several ? loop() : hub, () -> 0);
        publications = new PublicationsProxy(hub);
        streams = new LocalStreams(clients, publications, StreamSettings.DEFAULT);
        publications.join(directory, this);
    }

    private Turns.SimLoop loop() {
        Turns.SimLoop made = world.turns.loop();
        loops.add(made);
        return made;
    }

    @Override
    public Loop loopOf(String name) {
        return media;
    }

    @Override
    public Runnable pull(NodeId owner, String name, Receiver receiver) {
        Pipe pipe = new Pipe(this, LinkRole.FELLOW, world.origins.get(owner));
        pipes.add(pipe);
        pipe.onLoss = receiver::unlinked;
        pipe.pull(receiver.had(), new Arriving(receiver));
        return () -> {
            pipe.hangUp();
            pipes.remove(pipe);
        };
    }

    /** Somebody who watches here; answers the numbers of the pictures that come. */
    List<Long> viewer() {
        Screen video = new Screen();
        Viewer viewer = new Viewer(new Screen(), new Screen(), video, false, DropPolicy.BUFFERED);
        clients.execute(
                () ->
                        streams.watch(
                                STREAM,
                                new Subscription(viewer),
                                new StreamListener() {
                                    @Override
                                    public void published() {}

                                    @Override
                                    public void unpublished(long publication) {}
                                }));
        return video.pictures;
    }

    /** Somebody who watches behind an edge; answers the numbers of the pictures that come. */
    List<Long> edge() {
        return edge(new ArrayList<>());
    }

    /** The same of an edge that had these from a lost origin, which is where others come. */
    List<Long> edge(List<Long> pictures) {
        Pipe pipe = new Pipe(this, LinkRole.EDGE, this);
        pipe.pull(
                pictures.isEmpty()
                        ? Had.NOTHING
                        : new Had(SimFilm.ID, 0, pictures.get(pictures.size() - 1)),
                new StreamReceiver() {
                    @Override
                    public void prime(MediaFrame essential) {}

                    @Override
                    public void frame(MediaFrame frame) {
                        if (!frame.isHeader()) {
                            pictures.add(frame.number());
                        }
                    }

                    @Override
                    public void over(long publication) {}
                });
        return pictures;
    }

    /** A far end that takes all; pictures say their number in the last eight bytes. */
    private static final class Screen implements MessageSink {
        /** Type and timestamp. */
        private static final int HEAD = 5;

        private final List<Long> pictures = new ArrayList<>();

        @Override
        public boolean write(Message message, Deadline deadline) {
            byte[] all = message.toBytes();
            if (all[HEAD + 1] != 0) { // no codec header
                pictures.add(ByteBuffer.wrap(all).getLong(all.length - 8));
            }
            return true;
        }

        @Override
        public long queuedBytes() {
            return 0;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    /** A link that carries one stream. */
    private final class Pipe {
        private final SimOrigin from;
        private final SimOrigin to;
        private final End near = new End();
        private final End far = new End();
        private Runnable onLoss = () -> {};
        private boolean over;

        Pipe(SimOrigin from, LinkRole role, SimOrigin to) {
            this.from = from;
            this.to = to;
            near.session =
                    LinkSession.edge(
                            LinkConfig.of(role, "near", "secret"), near, () -> {}, world.random);
            far.session =
                    LinkSession.origin(
                            LinkConfig.of(LinkRole.ORIGIN, "far", "secret"),
                            client -> {
                                throw new AssertionError("a client");
                            },
                            far,
                            () -> {},
                            world.random);
            far.session.streams().serves(to::open);
            world.turns.also(() -> carry(near, far, to.media));
            world.turns.also(() -> carry(far, near, from.media));
        }

        void pull(Had had, StreamReceiver receiver) {
            near.established = () -> near.session.streams().pull(STREAM, had, receiver);
        }

        void hangUp() {
            if (!over) {
                over = true;
                to.media.execute(far.session::hungUp);
            }
        }

        /** As if a connection to who is gone were reset. */
        void lose(SimOrigin gone) {
            if (to == gone && !over) {
                over = true;
                from.media.execute(onLoss);
            } else if (from == gone) {
                hangUp();
            }
        }

        private boolean carry(End one, End other, Turns.SimLoop loop) {
            if (over || from.dead || to.dead) {
                return false;
            }
            one.session.flush(one, loop.nowNs());
            byte[] all = one.written.toByteArray();
            if (all.length == 0) {
                return false;
            }
            int some = 1 + world.random.nextInt(all.length);
            one.written.reset();
            one.written.write(all, some, all.length - some);
            loop.execute(() -> other.session.receive(all, 0, some, loop.nowNs()));
            return true;
        }
    }

    private Runnable open(String stream, StreamLane lane) {
        return publications.pull(
                stream,
                media,
                new LaneAudience(lane, media),
                StreamSettings.DEFAULT,
                lane.leadsToOrigin());
    }

    /** One end of a link. */
    private static final class End implements LinkListener, ByteSink {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private LinkSession session;
        private Runnable established = () -> {};

        @Override
        public void onEstablished(String farNodeId) {
            established.run();
        }

        @Override
        public void onLost(LinkLoss reason) {}

        @Override
        public int room() {
            return Integer.MAX_VALUE;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            written.write(bytes, offset, length);
        }
    }
}
