package io.cumulonimbus.rtmfp.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.rtmfp.chunk.BufferProbe;
import io.cumulonimbus.rtmfp.chunk.Ping;
import io.cumulonimbus.rtmfp.chunk.PingReply;
import io.cumulonimbus.rtmfp.chunk.SessionClose;
import io.cumulonimbus.rtmfp.chunk.SessionCloseAck;
import io.cumulonimbus.rtmfp.chunk.UserData;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.endpoint.EndpointConfig;
import io.cumulonimbus.rtmfp.flow.FlowLimits;
import io.cumulonimbus.rtmfp.session.SessionConfig;
import io.cumulonimbus.testkit.RecordingHandler;
import io.cumulonimbus.testkit.RecordingListener;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * The sessions that rtmfp-cpp had on its simulated network, had by our endpoints on ours: the same
 * application does the same at the same times, the same packets are lost, and packet by packet the
 * same chunks leave at the same millisecond, as far as the RFC determines them.
 *
 * <p>Where it does not, ours differ in these ways. A new session begins with a Ping, which proves
 * the keys when the application has nothing to say. Packets that came together are acknowledged
 * together, twice (RFC 7016 §3.6.3.4 lets a receiver wait). A packet is begun below the congestion
 * window and may end above it, so five of a thousand bytes leave at first where theirs are four.
 */
class ReproducedTracesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final InetSocketAddress ELSEWHERE = new InetSocketAddress("10.0.0.77", 7777);

    private World world;
    private Node server;
    private Node client;
    private Traffic flow;
    private Transcript theirs;
    private Transcript ours;
    private long start;

    private void begin(String trace) {
        begin(trace, EndpointConfig.SERVER, EndpointConfig.CLIENT, Priority.DATA, line -> false);
    }

    /** A client that opens a session and writes ten bytes as soon as it has it. */
    private void begin(
            String trace,
            EndpointConfig serverConfig,
            EndpointConfig clientConfig,
            Priority priority,
            Predicate<Transcript.Line> lost) {
        theirs = Transcript.ofTrace(trace);
        world = new World(1, serverConfig);
        world.conditions().latencyMs(20);
        server = world.server();
        client = world.newClient(clientConfig);
        start = world.nowNs();
        ours = Transcript.of(world, Map.of(server, "server", client, "client"), lost);
        client.accepting(opened -> opened(opened, priority));
        client.connect(server.address());
    }

    private ClientHandler opened(Client session, Priority priority) {
        flow = new Traffic(session, 1, priority);
        write(10);
        return new RecordingHandler();
    }

    private void write(int length) {
        flow.write(length, world.sim().random());
    }

    private void write(int length, Deadline deadline) {
        flow.write(length, world.sim().random(), deadline);
    }

    /** Until so long after the beginning. */
    private void at(long ms) {
        world.runFor(ms - (world.nowNs() - start) / 1_000_000);
    }

    private static EndpointConfig alive(EndpointConfig of, long pingNs, long deadNs) {
        return of.withSession(SessionConfig.DEFAULT.withKeepalive(pingNs, deadNs));
    }

    /** Loses the first transmissions of these numbers, so many of each. */
    private static Predicate<Transcript.Line> losing(Map<Long, Integer> transmissions) {
        Map<Long, Integer> sent = new HashMap<>();
        return line ->
                line.all(UserData.class).stream()
                        .map(UserData::sequenceNumber)
                        .anyMatch(
                                number ->
                                        sent.merge(number, 1, Integer::sum)
                                                <= transmissions.getOrDefault(number, 0));
    }

    private static List<Long> intervals(List<Long> times) {
        List<Long> intervals = new ArrayList<>();
        for (int i = 1; i < times.size(); i++) {
            intervals.add(times.get(i) - times.get(i - 1));
        }
        return intervals;
    }

    @Test
    void aMessageOfThreeFragmentsAndAnOrderlyClose() {
        begin("handshake");
        at(1000);
        write(3000);
        at(2000);
        flow.sink().close();
        at(4000);
        client.client().close(CloseReason.NEAR_CLOSED);
        at(5000);
        assertThat(ours.data("client")).isEqualTo(theirs.data("client"));
        assertThat(ours.data("client")).hasSize(5);
        assertThat(ours.texts(1200).subList(0, 4))
                .isEqualTo(theirs.texts(1230))
                .contains("4020 server [SessionCloseAck]");
        // Three fragments that came together are acknowledged together, not at 1220 ms.
        assertThat(ours.texts(1020).get(0)).isEqualTo("1020 server [ack 2:4 []]");
        flow.verifyComplete(server.handler());
    }

    // RFC 7016 §3.6.2.7: numbers, forward numbers and acknowledgements, packet by packet
    @Test
    void messagesWithDeadlinesAreAbandonedAndNotSentAgain() {
        begin(
                "abandon",
                EndpointConfig.SERVER,
                EndpointConfig.CLIENT,
                Priority.VIDEO,
                losing(Map.of(4L, 1, 9L, 1, 10L, 1, 16L, 1, 23L, 1)));
        Deadline deadline = new Deadline(50_000_000, 50_000_000);
        for (int i = 0; i < 20; i++) {
            at(1000 + 20 * i);
            write(1000, deadline);
        }
        at(4400);
        write(4000, deadline);
        at(7400);
        write(10);
        at(8000);
        assertThat(ours.texts(1000, 4400)).isEqualTo(theirs.texts(1000, 4400)).hasSize(35);
        // Our window has room for the fourth fragment at once; then the time-out ends it for both.
        List<String> fragments = ours.data("client", 4400, 4440);
        assertThat(fragments).hasSize(4).startsWith(theirs.data("client", 4400, 4440).get(0));
        assertThat(fragments.subList(0, 3)).isEqualTo(theirs.data("client", 4400, 4440));
        assertThat(ours.all(4690, 4720))
                .containsExactly("data 2:23 after 23 MIDDLE abandoned", "ack 2:25 []")
                .isEqualTo(theirs.all(4730, 4760));
        assertThat(ours.texts(7400)).isEqualTo(theirs.texts(7400)).hasSize(2);
        assertThat(flow.at(server.handler()).orElseThrow().messages()).hasSize(1 + 16 + 1);
    }

    // RFC 7016 §3.6.2.5
    @Test
    void whatIsLostIsSentAgainAsOftenAsItWasLostAndNothingElse() {
        Map<Long, Integer> lost = Map.of(5L, 1, 6L, 2, 18L, 1, 19L, 1, 20L, 2);
        begin("loss", EndpointConfig.SERVER, EndpointConfig.CLIENT, Priority.DATA, losing(lost));
        at(1000);
        for (int i = 0; i < 45; i++) {
            write(1000);
        }
        at(9000);
        flow.sink().close();
        at(9500);
        assertThat(ours.data("client", 1000, 1001)).startsWith(firstFour());
        for (Transcript each : List.of(ours, theirs)) {
            Map<Long, List<Long>> times = new HashMap<>();
            for (Transcript.Line line : each.by("client")) {
                for (UserData data : line.all(UserData.class)) {
                    times.computeIfAbsent(data.sequenceNumber(), n -> new ArrayList<>())
                            .add(line.ms());
                }
            }
            assertThat(times).hasSize(47);
            times.forEach(
                    (number, sent) -> {
                        assertThat(sent).hasSize(1 + lost.getOrDefault(number, 0));
                        // Three negative acknowledgements, long before any time-out.
                        assertThat(intervals(sent)).allMatch(gap -> gap >= 80 && gap < 250);
                    });
        }
        assertThat(ours.texts(9000)).isEqualTo(theirs.texts(9000)).hasSize(2);
        flow.verifyComplete(server.handler());
    }

    private String[] firstFour() {
        return theirs.data("client", 1000, 1001).toArray(String[]::new);
    }

    // RFC 7016 §3.6.2.9.1: theirs come at 1.41 times the interval before, ours at twice
    @Test
    void aClosedWindowIsProbedUntilItOpens() {
        SessionConfig small = SessionConfig.DEFAULT.withFlow(new FlowLimits(8192, 1 << 20, 100));
        begin(
                "flow-control-buffer-probe",
                EndpointConfig.SERVER.withSession(small),
                EndpointConfig.CLIENT,
                Priority.DATA,
                line -> false);
        server.accepting(
                session -> new RecordingHandler().onFlow(each -> each.incoming().suspend(true)));
        at(1000);
        for (int i = 0; i < 40; i++) {
            write(1000);
        }
        at(13_000);
        server.handler().flows().get(0).incoming().suspend(false);
        at(15_000);
        assertThat(ours.data("client", 1000, 1001)).startsWith(firstFour());
        // Both are told of a closed window when ten thousand bytes are there, and send no more.
        assertThat(ours.lastNumber("client", 13_000)).isEqualTo(10);
        assertThat(theirs.lastNumber("client", 13_000)).isEqualTo(10);
        List<Long> probes = ours.times("client", BufferProbe.class);
        assertThat(probes.get(0)).isEqualTo(theirs.times("client", BufferProbe.class).get(0));
        assertThat(intervals(probes)).containsExactly(2000L, 4000L);
        for (long probe : probes) {
            assertThat(ours.texts(probe + 20, probe + 21))
                    .containsExactly(probe + 20 + " server [ack 2:10 []]");
        }
        assertThat(ours.texts(13_000).get(0)).isEqualTo(theirs.texts(13_000).get(0));
        assertThat(ours.data("client", 13_000, 13_021))
                .startsWith(theirs.data("client", 13_000, 13_021).toArray(String[]::new));
        assertThat(ours.lastNumber("client", 15_000)).isEqualTo(41);
        flow.verifyComplete(server.handler());
    }

    // RFC 7016 §3.5.4.1: theirs count from what they sent, ours from what they heard; ours are
    // never
    // closer than a second, and go without a farewell that nobody would hear
    @Test
    void aVanishedFarEndIsPingedMoreAndMoreRarely() {
        begin(
                "keepalive-and-dead-peer",
                EndpointConfig.SERVER,
                alive(EndpointConfig.CLIENT, 5 * SECOND, 90 * SECOND),
                Priority.DATA,
                line -> false);
        at(22_000);
        server.die();
        at(200_000);
        List<Long> pings = ours.times("client", Ping.class);
        List<Long> recorded = theirs.times("client", Ping.class);
        assertThat(recorded.subList(0, 4)).containsExactly(5080L, 10_080L, 15_080L, 20_080L);
        assertThat(pings.subList(0, 6))
                .containsExactly(80L, 5120L, 10_160L, 15_200L, 20_240L, 25_280L);
        assertThat(ours.times("server", PingReply.class))
                .containsExactly(100L, 5140L, 10_180L, 15_200L + 20, 20_260L);
        List<Long> growing = intervals(pings.subList(5, pings.size()));
        assertThat(growing.subList(0, 4)).containsOnly(1000L);
        for (int i = 5; i < growing.size() - 1; i++) {
            double factor = growing.get(i) / (double) growing.get(i - 1);
            assertThat(growing.get(i) >= 9_900 || Math.abs(factor - Math.sqrt(2)) < 0.01)
                    .as(growing.toString())
                    .isTrue();
        }
        List<Long> theirGrowing = intervals(recorded.subList(4, recorded.size()));
        for (int i = 1; i < theirGrowing.size(); i++) {
            double factor = theirGrowing.get(i) / (double) theirGrowing.get(i - 1);
            assertThat(factor).isBetween(1.40, 1.43);
        }
        assertThat(client.handler().closed()).contains(CloseReason.TIMED_OUT);
        assertThat(ours.times("client", SessionCloseAck.class)).hasSize(1);
        assertThat(theirs.times("client", SessionClose.class)).hasSize(18);
        assertThat(client.hasForgottenAll()).isTrue();
    }

    // RFC 7016 §3.5.5: that an idle session is closed is the application's affair, here as there
    @Test
    void anIdleSessionIsClosed() {
        long longer = 500 * SECOND;
        begin(
                "idle-close",
                alive(EndpointConfig.SERVER, longer, 2 * longer),
                alive(EndpointConfig.CLIENT, longer, 2 * longer),
                Priority.DATA,
                line -> false);
        at(1000);
        flow.sink().close();
        at(151_040);
        client.client().close(CloseReason.NEAR_CLOSED);
        at(152_000);
        assertThat(ours.texts(1000)).isEqualTo(theirs.texts(1000)).hasSize(4);
    }

    // theirs answer the farewell, which is one packet too many (checklist 139)
    @Test
    void anAbruptCloseEndsTheFlowsAtOnce() {
        begin("abrupt-close");
        at(1000);
        client.client().close(CloseReason.STOPPING);
        at(1010);
        assertThat(server.handler().closed()).isEmpty();
        at(1030);
        assertThat(server.handler().closed()).contains(CloseReason.FAR_CLOSED);
        assertThat(ours.texts(1000)).containsExactly("1000 client [SessionCloseAck]");
        assertThat(theirs.texts(1000))
                .containsExactly("1000 client [SessionCloseAck]", "1020 server [SessionCloseAck]");
        assertThat(client.hasForgottenAll()).isTrue();
    }

    // RFC 7016 §3.6.3.7
    @Test
    void oneFlowIsRefusedAtOnceAndAnotherLater() {
        begin("flow-reject");
        client.accepting(
                session -> {
                    flow = new Traffic(session, 1, Priority.DATA);
                    Traffic no = new Traffic(session, 2, Priority.DATA);
                    write(10);
                    no.write(10, world.sim().random());
                    return new RecordingHandler();
                });
        RecordingHandler atServer = new RecordingHandler();
        atServer.onFlow(
                each -> {
                    if (atServer.flows().size() == 2) {
                        each.incoming().reject(0);
                    }
                });
        server.accepting(session -> atServer);
        at(2000);
        atServer.flows().get(0).incoming().reject(300);
        at(3000);
        assertThat(ours.all(80, 3000))
                .filteredOn(text -> text.startsWith("data") || text.startsWith("refused"))
                .containsExactlyInAnyOrderElementsOf(
                        theirs.all(80, 3000).stream()
                                .filter(
                                        text ->
                                                text.startsWith("data")
                                                        || text.startsWith("refused"))
                                .toList());
        assertThat(ours.texts(2000, 2001)).isEqualTo(theirs.texts(2000, 2001)).hasSize(1);
        assertThat(ours.texts(2020)).isEqualTo(theirs.texts(2020)).hasSize(2);
    }

    // RFC 7016 §3.6.2.1, §3.6.3.1
    @Test
    void aReturnFlowIsAssociatedAndOneToAFlowThatIsOverIsNot() {
        begin("return-flow");
        RecordingHandler atServer = new RecordingHandler();
        List<RecordingListener> heard = new ArrayList<>();
        atServer.onFlow(
                each -> {
                    RecordingListener listener = new RecordingListener();
                    heard.add(listener);
                    server.client()
                            .openFlow(answer(each), listener)
                            .write(Message.of(new byte[10]), Deadline.NONE);
                });
        server.accepting(session -> atServer);
        at(1000);
        flow.sink().close();
        at(1001);
        // The server does not know yet that the flow is over, the client does.
        server.client()
                .openFlow(answer(atServer.flows().get(0)), heardBy(heard))
                .write(Message.of(new byte[10]), Deadline.NONE);
        at(2000);
        assertThat(heard.get(1).exception()).hasValue(0);
        assertThat(client.handler().flows()).hasSize(1);
        assertThat(ours.all(1000, 2000)).isEqualTo(theirs.all(1000, 2000));
        assertThat(ours.texts(1000)).isEqualTo(theirs.texts(1000)).hasSize(6);
    }

    private static FlowSpec answer(RecordingHandler.Flow each) {
        byte[] metadata = {0, 'T', 'C', 4, 0};
        return new FlowSpec(metadata, Optional.of(each.incoming()), Priority.DATA);
    }

    private static RecordingListener heardBy(List<RecordingListener> all) {
        RecordingListener listener = new RecordingListener();
        all.add(listener);
        return listener;
    }

    // RFC 7016 §3.5.4.2
    @Test
    void aClientThatMovesIsPingedAndAnsweredThere() {
        begin("mobility");
        at(2000);
        world.network().translate(client.address(), ELSEWHERE);
        for (int i = 0; i < 5; i++) {
            at(2000 + 500 * i);
            write(100);
        }
        at(4300);
        assertThat(ours.texts(2000)).isEqualTo(theirs.texts(2000)).hasSize(12);
        assertThat(ours.by("server").stream().filter(line -> line.ms() > 2000))
                .allMatch(line -> line.to().equals(ELSEWHERE));
        assertThat(server.client().address()).isEqualTo(ELSEWHERE);
    }

    // RFC 7016 §3.5.2.1
    @Test
    void timeCriticalDataOfOneIsReportedToTheOtherFor800Milliseconds() {
        begin(
                "time-critical-reverse",
                EndpointConfig.SERVER,
                EndpointConfig.CLIENT,
                Priority.VIDEO,
                line -> false);
        Node bulk = world.newClient();
        ours =
                Transcript.of(
                        world, Map.of(server, "server", client, "live", bulk, "bulk"), l -> false);
        Map<Node, Traffic> flows = new HashMap<>();
        client.accepting(
                session -> {
                    flows.put(client, new Traffic(session, 1, Priority.AUDIO));
                    return new RecordingHandler();
                });
        bulk.accepting(
                session -> {
                    flows.put(bulk, new Traffic(session, 2, Priority.BULK));
                    return new RecordingHandler();
                });
        bulk.connect(server.address());
        for (int i = 0; i < 40; i++) {
            at(1000 + 50 * i);
            if (i < 20) {
                flows.get(client).write(200, world.sim().random());
            }
            flows.get(bulk).write(1000, world.sim().random());
        }
        at(3500);
        for (String node : List.of("live", "bulk", "server")) {
            assertThat(ours.texts(node, 1000))
                    .isEqualTo(theirs.texts(node, 1000))
                    .hasSizeGreaterThan(9);
        }
        assertThat(ours.by("server").stream().filter(Transcript.Line::tcr).count())
                .isGreaterThan(10);
    }

    // RFC 7016 §3.5.1.3: who keeps its role, and that one session comes of it
    @Test
    void twoPeersThatOpenAtOnceGetOneSession() {
        theirs = Transcript.ofTrace("glare");
        world = new World(1);
        world.conditions().latencyMs(20);
        Node one = world.newClient();
        Node two = world.newClient();
        boolean first =
                World.identity(1).certificate().prevailsOver(World.identity(2).certificate());
        Node winner = first ? one : two;
        Node loser = first ? two : one;
        ours = Transcript.of(world, Map.of(winner, "peerA", loser, "peerB"), line -> false);
        List<Traffic> flows = new ArrayList<>();
        for (Node node : List.of(winner, loser)) {
            node.accepting(
                    session -> {
                        flows.add(new Traffic(session, 1, Priority.DATA));
                        flows.get(flows.size() - 1).write(20, world.sim().random());
                        return new RecordingHandler();
                    });
        }
        one.connect(of(2), List.of(two.address()));
        two.connect(of(1), List.of(one.address()));
        world.runFor(200);
        assertThat(ours.modes("peerA")).isEqualTo(theirs.modes("peerA")).containsOnly(1);
        assertThat(ours.modes("peerB")).isEqualTo(theirs.modes("peerB")).containsOnly(2);
        assertThat(ours.data("peerA")).isEqualTo(theirs.data("peerA"));
        assertThat(ours.all(0, 200))
                .filteredOn(text -> text.startsWith("data"))
                .hasSameElementsAs(
                        theirs.all(0, 200).stream()
                                .filter(text -> text.startsWith("data"))
                                .toList());
        assertThat(winner.clients()).hasSize(1);
        assertThat(loser.clients()).hasSize(1);
    }

    private static EndpointDiscriminator of(int identity) {
        return EndpointDiscriminator.ofFingerprint(
                World.identity(identity).certificate().fingerprint());
    }

    // RFC 7425 §4.3.7
    @Test
    void aRestartedClientWithTheSameCertificateTakesTheOldSessionsPlace() {
        begin("session-override");
        at(1000);
        client.die();
        Traffic before = flow;
        Node again = world.newClient(client.address(), EndpointConfig.CLIENT, World.identity(1));
        Transcript old = ours;
        ours = Transcript.of(world, Map.of(server, "server", again, "client"), line -> false);
        again.accepting(session -> opened(session, Priority.DATA));
        again.connect(server.address());
        at(1059);
        assertThat(server.handlers().get(0).closed()).isEmpty();
        at(1061);
        assertThat(server.handlers().get(0).closed()).contains(CloseReason.OVERRIDDEN);
        assertThat(before.at(server.handlers().get(0)).orElseThrow().closed()).isTrue();
        at(4000);
        flow.sink().close();
        at(4500);
        assertThat(old.data("client")).isEqualTo(theirs.data("client"));
        assertThat(ours.data("client"))
                .containsExactly(
                        "80 data 2:1 after 0 WHOLE", "3000 data 2:2 after 2 WHOLE abandoned last");
        assertThat(theirs.data("client(restarted)"))
                .containsExactly(
                        "80 data 2:1 after 0 WHOLE", "3000 data 2:2 after 2 WHOLE abandoned last");
        assertThat(server.endpoint().statistics().sessions()).isEqualTo(1);
    }

    // RFC 7016 §3.6.2.6
    @Test
    void whatIsOutstandingInABlackoutIsSentAgainAfterGrowingTimes() {
        begin("timeout-backoff");
        at(1000);
        world.conditions().partitioned(true);
        for (int i = 0; i < 4; i++) {
            write(1000);
        }
        at(7000);
        world.conditions().partitioned(false);
        at(12_000);
        assertThat(ours.data("client", 1000, 1001)).isEqualTo(theirs.data("client", 1000, 1001));
        List<Long> again = ours.times("client", UserData.class).stream().distinct().toList();
        List<Long> recorded =
                theirs.times("client", UserData.class).stream()
                        .filter(ms -> ms < 9008)
                        .distinct()
                        .toList();
        assertThat(again).startsWith(recorded.toArray(Long[]::new)).hasSizeGreaterThan(8);
        flow.verifyComplete(server.handler());
    }
}
