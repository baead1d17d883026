package io.cumulonimbus.rtmfp.world;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.testkit.RecordingHandler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** A client of an {@link Ordeal} and its session with the server: what both wrote and heard. */
final class Party {
    private static final int MOST_OPEN = 12;

    /** One flow, at both ends. */
    private final class Stream {
        private final Traffic traffic;
        private final boolean reliable;
        private final Map<Integer, RecordingHandler.Flow> receiver;
        private final int id;
        private boolean closed;

        Stream(boolean up, boolean reliable, RandomGenerator random) {
            Priority[] priorities = Priority.values();
            this.id = nextStream++;
            this.reliable = reliable;
            this.receiver = up ? upAtServer : downAtNode;
            this.traffic =
                    new Traffic(
                            up ? node.client() : atServer,
                            id,
                            priorities[random.nextInt(priorities.length)]);
        }

        void write(int length, RandomGenerator random) {
            Deadline deadline =
                    reliable ? Deadline.NONE : Deadline.finishWithin(random.nextInt(1, 3000));
            traffic.write(length, random, deadline);
        }

        void close() {
            closed = true;
            traffic.sink().close();
        }

        List<Message> received() {
            RecordingHandler.Flow flow = receiver.get(id);
            return flow == null ? List.of() : flow.messages();
        }

        boolean isDone() {
            if (traffic.sink().queuedBytes() > 0
                    || reliable && received().size() < traffic.written().size()) {
                return false;
            }
            RecordingHandler.Flow flow = receiver.get(id);
            return !closed || flow == null && !reliable || flow != null && flow.closed();
        }

        void verify() {
            List<Message> written = traffic.written();
            if (!reliable) {
                verifyInOrder(written);
            } else if (!received().equals(written)) {
                throw new AssertionError(
                        this + " got " + received().size() + " of " + written.size());
            }
            if (traffic.heard().drained() != traffic.writtenBytes()) {
                throw new AssertionError(this + " drained " + traffic.heard().drained());
            }
            RecordingHandler.Flow flow = receiver.get(id);
            if (reliable && flow != null && flow.lost() > 0) {
                throw new AssertionError(this + " lost " + flow.lost());
            }
        }

        /** What arrived is the beginning of what was written, nothing missing in between. */
        void verifyCut() {
            List<Message> got = received();
            List<Message> written = traffic.written();
            if (!reliable) {
                verifyInOrder(written);
            } else if (got.size() > written.size() || !written.subList(0, got.size()).equals(got)) {
                throw new AssertionError(this + " got other messages than were written");
            }
        }

        private void verifyInOrder(List<Message> written) {
            int at = 0;
            for (Message message : received()) {
                while (at < written.size() && !written.get(at).equals(message)) {
                    at++;
                }
                if (at++ == written.size()) {
                    throw new AssertionError(this + " got a message twice or out of order");
                }
            }
        }

        @Override
        public String toString() {
            return "flow %d of client %d (%s, %s): written %d, received %d, queued %d bytes%s"
                    .formatted(
                            id,
                            number,
                            receiver == upAtServer ? "up" : "down",
                            reliable ? "reliable" : "with deadlines",
                            traffic.written().size(),
                            received().size(),
                            traffic.sink().queuedBytes(),
                            closed ? ", closed" : "");
        }
    }

    private final Node node;
    private final int number;
    private final Client atServer;
    private final RecordingHandler serverHandler;
    private final RecordingHandler nodeHandler;
    private final Map<Integer, RecordingHandler.Flow> upAtServer = new HashMap<>();
    private final Map<Integer, RecordingHandler.Flow> downAtNode = new HashMap<>();
    private final List<Stream> streams = new ArrayList<>();
    private final List<Stream> open = new ArrayList<>();
    private final Set<RecordingHandler.Flow> suspended = new HashSet<>();
    private boolean alive = true;
    private int nextStream = 1;

    /** The session that a client and the server have just opened. */
    Party(Node server, Node node, int number) {
        this.node = node;
        this.number = number;
        int at = find(server, 0, number);
        this.atServer = server.clients().get(at);
        this.serverHandler = server.handlers().get(at);
        this.nodeHandler = node.handler();
        serverHandler.onFlow(flow -> upAtServer.put(id(flow), flow));
        nodeHandler.onFlow(flow -> downAtNode.put(id(flow), flow));
    }

    /** Whether both ends know of a session that is newer than the first {@code known}. */
    static boolean isMet(Node server, int known, Node node, int number) {
        return !node.clients().isEmpty() && find(server, known, number) >= 0;
    }

    /** Where the server has its last session with the owner of this identity, or -1. */
    private static int find(Node server, int from, int number) {
        byte[] peerId = World.identity(number).certificate().fingerprint();
        for (int i = server.clients().size() - 1; i >= from; i--) {
            if (Arrays.equals(server.clients().get(i).identity().peerId(), peerId)) {
                return i;
            }
        }
        return -1;
    }

    private static int id(RecordingHandler.Flow flow) {
        byte[] metadata = flow.incoming().metadata();
        return metadata[4] & 0xff | (metadata[5] & 0xff) << 8;
    }

    Node node() {
        return node;
    }

    int number() {
        return number;
    }

    Client atServer() {
        return atServer;
    }

    boolean isAlive() {
        return alive;
    }

    void open(RandomGenerator random) {
        if (open.size() < MOST_OPEN) {
            Stream stream = new Stream(random.nextBoolean(), random.nextInt(5) > 0, random);
            streams.add(stream);
            open.add(stream);
        }
    }

    void write(int length, RandomGenerator random) {
        if (open.isEmpty()) {
            open(random);
        }
        open.get(random.nextInt(open.size())).write(length, random);
    }

    void closeOne(RandomGenerator random) {
        if (!open.isEmpty()) {
            open.remove(random.nextInt(open.size())).close();
        }
    }

    void openAndClose(RandomGenerator random) {
        Stream stream = new Stream(random.nextBoolean(), true, random);
        streams.add(stream);
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            stream.write(random.nextInt(200), random);
        }
        stream.close();
    }

    void suspendOne(RandomGenerator random) {
        List<RecordingHandler.Flow> flows = new ArrayList<>(upAtServer.values());
        flows.addAll(downAtNode.values());
        flows.removeIf(RecordingHandler.Flow::closed);
        if (!flows.isEmpty()) {
            RecordingHandler.Flow flow = flows.get(random.nextInt(flows.size()));
            flow.incoming().suspend(true);
            suspended.add(flow);
        }
    }

    void resumeAll() {
        suspended.forEach(flow -> flow.incoming().suspend(false));
        suspended.clear();
    }

    /** Its machine is off; the server has to find out by itself. */
    void vanish() {
        alive = false;
        node.die();
    }

    boolean isDone() {
        return !alive || streams.stream().allMatch(Stream::isDone);
    }

    void checkAlive() {
        if (alive && (serverHandler.closed().isPresent() || nodeHandler.closed().isPresent())) {
            throw new AssertionError(
                    "the session of client %d ended, %s at the server, %s at the client"
                            .formatted(number, serverHandler.closed(), nodeHandler.closed()));
        }
    }

    void verify() {
        streams.forEach(alive ? Stream::verify : Stream::verifyCut);
    }

    boolean isEmpty() {
        return !alive || node.isEmpty();
    }

    void verifyForgotten() {
        if (serverHandler.closed().isEmpty()) {
            throw new AssertionError("client " + number + " is still there");
        }
        if (alive && !node.hasForgottenAll()) {
            throw new AssertionError(
                    "left at client " + number + ": " + node.endpoint().statistics());
        }
    }

    @Override
    public String toString() {
        return streams.stream()
                .filter(stream -> !alive || !stream.isDone())
                .map(Stream::toString)
                .toList()
                .toString();
    }
}
