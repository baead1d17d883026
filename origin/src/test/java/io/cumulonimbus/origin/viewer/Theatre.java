package io.cumulonimbus.origin.viewer;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.link.ByteSink;
import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.session.LinkListener;
import io.cumulonimbus.link.session.LinkSession;
import io.cumulonimbus.rtmfp.world.Node;
import io.cumulonimbus.rtmfp.world.World;
import io.cumulonimbus.stream.DropPolicy;
import io.cumulonimbus.stream.FanOut;
import io.cumulonimbus.testkit.SimConditions;
import io.cumulonimbus.testkit.SimWorld;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A live stream of 2 Mbit/s (25 frames a second, a key frame each second, sound) and those who
 * watch it, with RTMFP between them and perhaps a link.
 */
final class Theatre {
    final World world;
    final FanOut fanOut = new FanOut();
    private final Camera camera;
    private final List<Seat> seats = new ArrayList<>();
    private final boolean linked;

    Theatre(long seed, boolean linked) {
        this.linked = linked;
        world = new World(seed);
        world.conditions().latencyMs(20);
        camera = new Camera(fanOut, world.nowNs());
        world.sim().add(camera);
    }

    /** One more viewer; the path to it is to be made worse by the test. */
    Seat seat(DropPolicy policy) {
        Seat seat = new Seat(this, policy);
        seats.add(seat);
        world.server().accepting(linked ? behindLink(seat) : seat::take);
        Node node = world.newClient();
        seat.node = node;
        node.accepting(seat.viewer::take);
        world.connected(node);
        world.sim().add(seat.viewer);
        return seat;
    }

    private Function<Client, ClientHandler> behindLink(Seat seat) {
        Link link = new Link(world, seat::take);
        world.sim().add(link);
        return link::carry;
    }

    /** Plays for so long, and then until everything under way has come or was given up. */
    void play(long ms) {
        camera.roll(world.nowNs());
        world.runFor(ms);
        camera.cut();
    }

    void verify() {
        world.verify();
        if (fanOut.faults() > 0) {
            throw new AssertionError(fanOut.faults() + " faults");
        }
    }

    /** What the server's datagrams to a viewer go through. */
    SimConditions down(Seat seat) {
        return world.network().path(world.server().address(), seat.node.address()).latencyMs(20);
    }

    /** What a viewer's datagrams to the server go through. */
    SimConditions up(Seat seat) {
        return world.network().path(seat.node.address(), world.server().address()).latencyMs(20);
    }

    long frames() {
        return camera.frames();
    }

    /** A link between the server, an edge now, and an origin. */
    private static final class Link implements SimWorld.Host {
        private final World world;
        private final End edge = new End();
        private final End origin = new End();

        Link(World world, ClientAcceptor acceptor) {
            this.world = world;
            edge.session =
                    LinkSession.edge(
                            LinkConfig.of(LinkRole.EDGE, "edge", "secret"),
                            edge,
                            () -> edge.pending = true,
                            world.sim().random());
            origin.session =
                    LinkSession.origin(
                            LinkConfig.of(LinkRole.ORIGIN, "origin", "secret"),
                            acceptor,
                            origin,
                            () -> origin.pending = true,
                            world.sim().random());
            turn(world.nowNs());
        }

        ClientHandler carry(Client local) {
            return edge.session.openSession(local);
        }

        @Override
        public long turn(long nowNs) {
            boolean moved = false;
            while (edge.carry(origin, nowNs) | origin.carry(edge, nowNs)) {
                moved = true;
            }
            long next = Math.min(edge.session.advance(nowNs), origin.session.advance(nowNs));
            return moved || edge.pending || origin.pending ? nowNs : next;
        }
    }

    /** One end of the link. */
    private static final class End implements LinkListener, ByteSink {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private LinkSession session;
        private boolean pending = true;

        boolean carry(End to, long nowNs) {
            if (!pending) {
                return false;
            }
            pending = false;
            session.flush(this, nowNs);
            byte[] bytes = written.toByteArray();
            written.reset();
            to.session.receive(bytes, 0, bytes.length, nowNs);
            return true;
        }

        @Override
        public void onEstablished(String farNodeId) {}

        @Override
        public void onLost(LinkLoss reason) {
            throw new AssertionError("link lost: " + reason);
        }

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
