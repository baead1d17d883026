package io.cumulonimbus.rtmfp.world;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.client.Client;
import io.cumulonimbus.rtmfp.chunk.Ack;
import io.cumulonimbus.rtmfp.chunk.BufferProbe;
import io.cumulonimbus.rtmfp.chunk.Chunk;
import io.cumulonimbus.rtmfp.chunk.ChunkDecoder;
import io.cumulonimbus.rtmfp.chunk.FlowExceptionReport;
import io.cumulonimbus.rtmfp.chunk.UserData;
import io.cumulonimbus.rtmfp.crypto.SessionKey;
import io.cumulonimbus.rtmfp.crypto.SessionKeys;
import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import io.cumulonimbus.rtmfp.packet.Multiplex;
import io.cumulonimbus.rtmfp.packet.PacketHeader;
import io.cumulonimbus.rtmfp.packet.PacketReader;
import io.cumulonimbus.rtmfp.session.Session;
import io.cumulonimbus.testkit.Vectors;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What was sent in sessions and when: by rtmfp-cpp in a trace, or by our nodes in a world. */
final class Transcript {
    private static final int CAPACITY = 2048;
    private static final long MS = 1_000_000L;

    /**
     * A packet.
     *
     * @param chunks what matters of each chunk: flows, numbers and flags, not windows and contents
     */
    record Line(
            long ms,
            String node,
            InetSocketAddress to,
            int mode,
            boolean tc,
            boolean tcr,
            List<Chunk> all) {
        List<String> chunks() {
            return all.stream().map(Transcript::text).toList();
        }

        <T extends Chunk> List<T> all(Class<T> type) {
            return all.stream().filter(type::isInstance).map(type::cast).toList();
        }

        /** Without addresses, which differ. */
        @Override
        public String toString() {
            return ms + " " + node + (tc ? " TC" : "") + (tcr ? " TCR " : " ") + chunks();
        }
    }

    private final List<Line> lines = new ArrayList<>();
    private final Map<Session, SessionKey> keys = new HashMap<>();

    /** What a node, or every one, sent in the sessions of a trace. */
    static Transcript ofTrace(String trace) {
        Transcript transcript = new Transcript();
        for (JsonNode line : Vectors.lines("session-sim-" + trace + ".jsonl")) {
            if (line.get("ev").asText().equals("tx")
                    && line.get("key").asText().equals("session")) {
                String[] to = line.get("peer").asText().split(":");
                transcript.add(
                        Math.round(line.get("t").asDouble() * 1000),
                        line.get("node").asText(),
                        new InetSocketAddress(to[0], Integer.parseInt(to[1])),
                        Vectors.hex(line, "packet"));
            }
        }
        return transcript;
    }

    /** Writes down what the nodes of a world send from now on, unless it is lost. */
    static Transcript of(World world, Map<Node, String> names, Predicate<Line> lost) {
        Transcript transcript = new Transcript();
        long start = world.nowNs();
        world.network()
                .filter(
                        (datagram, from, to) -> {
                            Node sender =
                                    names.keySet().stream()
                                            .filter(node -> node.address().equals(from))
                                            .findFirst()
                                            .orElseThrow();
                            byte[] packet = transcript.open(sender, datagram);
                            if (packet.length == 0) {
                                return true;
                            }
                            long ms = (world.nowNs() - start + MS / 2) / MS;
                            return !lost.test(transcript.add(ms, names.get(sender), to, packet));
                        });
        return transcript;
    }

    List<Line> lines() {
        return lines;
    }

    /** What this node sent. */
    List<Line> by(String node) {
        return lines.stream().filter(line -> line.node().equals(node)).toList();
    }

    /** Every packet as text, from this time on. */
    List<String> texts(long fromMs) {
        return lines.stream().filter(line -> line.ms() >= fromMs).map(Line::toString).toList();
    }

    /** The marks of the initiator and of the responder in what this node sent, each once. */
    List<Integer> modes(String node) {
        return by(node).stream().map(Line::mode).distinct().toList();
    }

    /** When this node sent chunks of this type. */
    List<Long> times(String node, Class<? extends Chunk> type) {
        return by(node).stream().filter(line -> !line.all(type).isEmpty()).map(Line::ms).toList();
    }

    /** Every packet as text, in this span of time. */
    List<String> texts(long fromMs, long toMs) {
        return lines.stream()
                .filter(line -> line.ms() >= fromMs && line.ms() < toMs)
                .map(Line::toString)
                .toList();
    }

    /** Every packet of this node as text, from this time on. */
    List<String> texts(String node, long fromMs) {
        return by(node).stream().filter(line -> line.ms() >= fromMs).map(Line::toString).toList();
    }

    /** Every chunk in this span of time, without who and when. */
    List<String> all(long fromMs, long toMs) {
        return lines.stream()
                .filter(line -> line.ms() >= fromMs && line.ms() < toMs)
                .flatMap(line -> line.chunks().stream())
                .toList();
    }

    /** The highest number that this node sent before a time. */
    long lastNumber(String node, long beforeMs) {
        return by(node).stream()
                .filter(line -> line.ms() < beforeMs)
                .flatMap(line -> line.all(UserData.class).stream())
                .mapToLong(UserData::sequenceNumber)
                .max()
                .orElseThrow();
    }

    /** All user data of this node, with its times. */
    List<String> data(String node) {
        return data(node, 0, Long.MAX_VALUE);
    }

    /** The user data that this node sent, in order, with its times. */
    List<String> data(String node, long fromMs, long toMs) {
        List<String> all = new ArrayList<>();
        for (Line line : by(node)) {
            if (line.ms() >= fromMs && line.ms() < toMs) {
                line.all(UserData.class).forEach(data -> all.add(line.ms() + " " + text(data)));
            }
        }
        return all;
    }

    private Line add(long ms, String node, InetSocketAddress to, byte[] packet) {
        try {
            PacketReader in = new PacketReader(packet);
            PacketHeader header = PacketHeader.read(in);
            List<Chunk> chunks = new ArrayList<>();
            int at = in.position();
            new ChunkDecoder().decode(packet, at, packet.length - at, chunks::add);
            Line line =
                    new Line(
                            ms,
                            node,
                            to,
                            header.mode(),
                            header.timeCritical(),
                            header.timeCriticalReverse(),
                            chunks);
            lines.add(line);
            return line;
        } catch (MalformedPacketException bad) {
            throw new AssertionError(bad);
        }
    }

    /** The packet in the clear, or nothing when it belongs to no session of the sender. */
    private byte[] open(Node sender, byte[] datagram) {
        int id = Multiplex.sessionId(datagram, 0, datagram.length);
        byte[] plain = new byte[CAPACITY];
        for (Client client : sender.clients()) {
            Session session = (Session) client;
            if (id != 0 && session.established().farId() == id) {
                int length =
                        keys.computeIfAbsent(session, Transcript::mirrored)
                                .open(datagram, 4, datagram.length - 4, plain);
                if (length != SessionKey.REJECTED) {
                    return Arrays.copyOf(plain, length);
                }
            }
        }
        return new byte[0];
    }

    private static SessionKey mirrored(Session session) {
        SessionKeys of = session.established().keys();
        return SessionKey.of(
                new SessionKeys(
                        of.decryptKey(),
                        of.encryptKey(),
                        of.hmacReceiveKey(),
                        of.hmacSendKey(),
                        of.hmacReceiveLength(),
                        of.hmacSendLength(),
                        of.receivesSequenceNumbers(),
                        of.sendsSequenceNumbers(),
                        of.farNonce(),
                        of.nearNonce()));
    }

    static String text(Chunk chunk) {
        if (chunk instanceof UserData data) {
            return "data %d:%d after %d %s%s%s"
                    .formatted(
                            data.flowId(),
                            data.sequenceNumber(),
                            data.forwardSequenceNumber(),
                            data.fragment(),
                            data.abandon() ? " abandoned" : "",
                            data.last() ? " last" : "");
        }
        if (chunk instanceof Ack ack) {
            return "ack %d:%d %s".formatted(ack.flowId(), ack.cumulative(), ack.received());
        }
        if (chunk instanceof FlowExceptionReport report) {
            return "refused %d, %d".formatted(report.flowId(), report.code());
        }
        if (chunk instanceof BufferProbe probe) {
            return "probe " + probe.flowId();
        }
        return chunk.getClass().getSimpleName();
    }
}
