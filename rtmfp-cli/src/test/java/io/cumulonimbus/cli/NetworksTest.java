package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.cli.Networks.Translator;
import io.cumulonimbus.edge.command.EdgeCommand;
import io.cumulonimbus.origin.command.OriginCommand;
import io.cumulonimbus.testkit.process.JavaProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Origin, edge and clients on hosts of their own, with translators of the kernel's before the
 * clients, and networks between that fail.
 */
class NetworksTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SECRET = "a secret of these tests";
    private static final String ORIGIN = "203.0.113.1";
    private static final String EDGE = "203.0.113.2";
    private static final String SCRIPT =
            "function onConnection(c) function c:same(x) return x end end";

    /** Askers come to the origin, those who are wanted to the edge. */
    private static final int RELAYED = 0;

    private static final int BARE = 1;

    @TempDir static Path home;
    private static Networks networks;
    private static final Deque<HostProgram> programs = new ArrayDeque<>();
    private static final Map<Translator, HostProgram> askers = new EnumMap<>(Translator.class);
    private static final Map<Translator, HostProgram> wanted = new EnumMap<>(Translator.class);
    private static HostProgram origin;

    @BeforeAll
    static void start() throws Exception {
        Networks.whyNot().ifPresent(why -> Assumptions.abort("SKIPPED: " + why));
        networks = Networks.open();
        networks.host("origin", ORIGIN);
        networks.host("edge", EDGE);
        for (Translator kind : Translator.values()) {
            int number = kind.ordinal();
            networks.hostBehind(
                    kind, "asker" + number, "203.0.113.1" + number, "192.168.1" + number + ".2");
            networks.hostBehind(
                    kind, "wanted" + number, "203.0.113.2" + number, "192.168.2" + number + ".2");
        }
        for (String application : List.of("live", "bare")) {
            Path folder = Files.createDirectories(home.resolve("origin/www/" + application));
            Files.writeString(folder.resolve("main.lua"), SCRIPT);
        }
        startServers();
        for (Translator kind : Translator.values()) {
            askers.put(kind, peer("asker" + kind.ordinal(), ORIGIN));
            wanted.put(kind, peer("wanted" + kind.ordinal(), EDGE));
        }
    }

    private static void startServers() throws Exception {
        origin =
                run(
                        "origin",
                        server(
                                OriginCommand.class,
                                "origin",
                                "address=" + ORIGIN,
                                "edges.activated=true",
                                "edges.bindAddress=" + ORIGIN,
                                "edges.port=1936",
                                "edges.attemptsBeforeFallback=0",
                                "relay.activated=true",
                                "relay.applications=live"));
        // Nobody is sent to the edge.
        HostProgram edge =
                run(
                        "edge",
                        server(
                                EdgeCommand.class,
                                "edge",
                                "address=" + EDGE,
                                "publicAddress=nowhere.invalid:1935",
                                "serverAddress=" + ORIGIN + ":1936"));
        assertThat(origin.line("READY")).contains("rtmfp");
        assertThat(edge.line("READY")).contains("rtmfp");
    }

    private static HostProgram run(String host, ProcessBuilder program) throws IOException {
        program.environment().put("CUMULONIMBUS_EDGES_SECRET", SECRET);
        program.environment().put("CUMULONIMBUS_SECRET", SECRET);
        HostProgram running = new HostProgram(networks, host, program);
        programs.push(running);
        return running;
    }

    private static ProcessBuilder server(Class<?> program, String folder, String... settings)
            throws IOException {
        Path own = Files.createDirectories(home.resolve(folder));
        List<String> arguments = new ArrayList<>(List.of("start", "--home", own.toString()));
        for (String setting : settings) {
            arguments.addAll(List.of("--set", setting));
        }
        for (String door : List.of("rtmp", "rtmps", "http", "https")) {
            arguments.addAll(List.of("--set", door + ".port=0"));
        }
        arguments.addAll(List.of("--set", "port=1935"));
        return JavaProgram.builder(program.getName(), arguments.toArray(String[]::new));
    }

    private static HostProgram peer(String host, String server) throws IOException {
        return run(
                host,
                JavaProgram.builder(
                        NatPeer.class.getName(),
                        "rtmfp://" + server + ":1935/live",
                        "rtmfp://" + server + ":1935/bare"));
    }

    @AfterAll
    static void stop() {
        programs.forEach(HostProgram::close);
        if (networks != null) {
            networks.close();
        }
    }

    /** One of the two has to know where the other will come from, or to let in everybody. */
    private static boolean meetDirectly(Translator one, Translator other) {
        return one == Translator.FULL_CONE
                || other == Translator.FULL_CONE
                || one == Translator.PORT_RESTRICTED && other == Translator.PORT_RESTRICTED;
    }

    @Test
    void peersMeetDirectlyOrByTheRelayAndElseItIsSaidWhyNot() throws Exception {
        HostProgram symmetric = wanted.get(Translator.SYMMETRIC);
        askers.get(Translator.SYMMETRIC).say("meet " + BARE + " " + id(symmetric, BARE));
        for (Translator one : Translator.values()) {
            for (Translator other : Translator.values()) {
                askers.get(one).say("meet " + RELAYED + " " + id(wanted.get(other), RELAYED));
            }
        }
        for (Translator one : Translator.values()) {
            for (Translator other : Translator.values()) {
                String met = askers.get(one).line("met " + id(wanted.get(other), RELAYED));
                assertThat(met)
                        .as("%s and %s", one, other)
                        .endsWith(
                                meetDirectly(one, other)
                                        ? " 203.0.113.2" + other.ordinal()
                                        : " " + ORIGIN);
            }
        }
        // Later, because one line a second is said of such things.
        askers.get(Translator.PORT_RESTRICTED).say("meet " + BARE + " " + id(symmetric, BARE));
        assertIsSaid(id(symmetric, BARE) + ": both are behind symmetric translators");
        assertIsSaid(id(symmetric, BARE) + ": nothing gets through: one is behind a symmetric");
    }

    private static void assertIsSaid(String why) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(origin.said()).anyMatch(line -> line.contains(why)));
    }

    @Test
    void theLinkBearsLossAndACableThatIsOutForAWhile() throws Exception {
        HostProgram client = wanted.get(Translator.PORT_RESTRICTED);
        call(client, "before", 5);
        networks.lose("edge", 0.1);
        try {
            call(client, "lossy", 20);
        } finally {
            networks.loseNothing("edge");
        }
        networks.plug("origin", false);
        try {
            client.say("call " + RELAYED + " meanwhile");
            await().pollDelay(Duration.ofSeconds(3)).atMost(PATIENCE).until(() -> true);
            assertThat(client.said()).noneMatch(line -> line.startsWith("called meanwhile"));
        } finally {
            networks.plug("origin", true);
        }
        assertThat(client.line("called meanwhile")).doesNotContain("FAILED");
        call(client, "after", 5);
    }

    private static String id(HostProgram peer, int connection) {
        return peer.line("READY").split(" ")[1 + connection];
    }

    private static void call(HostProgram client, String what, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            client.say("call " + RELAYED + " " + what + i);
        }
        for (int i = 0; i < times; i++) {
            assertThat(client.line("called " + what + i)).doesNotContain("FAILED");
        }
    }
}
