package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.testkit.process.JavaProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three origins on hosts of their own, one of which is cut off for a while: both sides go on, and
 * are of one mind when they meet again.
 */
class PartitionTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SECRET = "a secret of these tests";
    private static final List<String> NAMES = List.of("ann", "ben", "cat");
    private static final String GROUP = "ab".repeat(32);

    /** What each origin tells of what it sees, and an application with one home. */
    private static final String PROBE =
            """
            seen = cumulus.cluster:map('seen')
            function onConnection(client)
              function client:servers() return tostring(cumulus.servers.count) end
              function client:put(key) seen:set(key, key) return 'put' end
              function client:all()
                seen:entries(function(all)
                  local keys = {}
                  for key in pairs(all or {}) do keys[#keys + 1] = key end
                  table.sort(keys)
                  known = table.concat(keys, ',')
                end)
                return tostring(known)
              end
            end
            """;

    private static final String HOME =
            """
            count = 0
            function onConnection(client)
              function client:next() count = count + 1 return tostring(count) end
              function client:count() return tostring(count) end
            end
            """;

    @TempDir Path folder;
    private final List<HostProgram> origins = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private Networks networks;
    private int tags;

    @BeforeEach
    void start() throws Exception {
        Networks.whyNot().ifPresent(why -> Assumptions.abort("SKIPPED: " + why));
        networks = Networks.open();
        Files.createDirectories(folder.resolve("www/live"));
        script("probe", PROBE);
        script("app", HOME);
        for (int i = 0; i < NAMES.size(); i++) {
            networks.host(NAMES.get(i), address(i));
            origins.add(origin(i));
            if (i == 0) {
                origins.get(0).line("READY");
            }
        }
        for (int i = 0; i < NAMES.size(); i++) {
            origins.get(i).line("READY");
            ids.add(ask(i, "id"));
        }
        settle(0, 1, 2);
    }

    private void script(String application, String text) throws Exception {
        Path own = Files.createDirectories(folder.resolve("www").resolve(application));
        Files.writeString(own.resolve("main.lua"), text);
    }

    private static String address(int number) {
        return "10.77.7.1" + number;
    }

    private HostProgram origin(int number) throws Exception {
        Path home = Files.createDirectories(folder.resolve(NAMES.get(number)));
        if (number > 0) {
            Files.copy(folder.resolve("ann/edges.key"), home.resolve("edges.key"));
        }
        Path config =
                Files.writeString(
                        home.resolve("origin.ini"),
                        """
                        port = %d
                        address = %2$s
                        www = %s
                        threads = 1
                        [realm:/probe]
                        placement = spread
                        [edges]
                        activated = true
                        bindAddress = %2$s
                        [admin]
                        port = %d
                        [cluster]
                        enabled = true
                        node = %s
                        address = %2$s
                        members = %s
                        redirectBelow = 0
                        """
                                .replace("%2$s", address(number))
                                .formatted(
                                        ClusterHost.PORT,
                                        folder.resolve("www"),
                                        ClusterHost.ADMIN,
                                        NAMES.get(number),
                                        "%s:5701,%s:5701,%s:5701"
                                                .formatted(address(0), address(1), address(2))));
        List<String> arguments =
                new ArrayList<>(List.of(address(number), "start", "--home", home.toString()));
        arguments.addAll(List.of("--config", config.toString()));
        for (String door : List.of("rtmp", "rtmps", "http", "https")) {
            arguments.addAll(List.of("--set", door + ".port=0"));
        }
        ProcessBuilder program =
                JavaProgram.builder(ClusterHost.class.getName(), arguments.toArray(String[]::new));
        program.environment().put("CUMULONIMBUS_EDGES_SECRET", SECRET);
        return new HostProgram(networks, NAMES.get(number), program);
    }

    @AfterEach
    void stop() {
        origins.forEach(HostProgram::close);
        if (networks != null) {
            networks.close();
        }
    }

    /** Says a command to an origin's host; answers with the tag of what comes of it. */
    private String tell(int origin, String command) throws Exception {
        String tag = "#" + ++tags;
        origins.get(origin).say(tag + " " + command);
        return tag + " ";
    }

    private String ask(int origin, String command) throws Exception {
        String tag = tell(origin, command);
        return origins.get(origin).line(tag).substring(tag.length());
    }

    /** Asks until the answer is right. */
    private void until(int origin, String command, Predicate<String> right) {
        await(command + " at " + NAMES.get(origin))
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> ask(origin, command), right);
    }

    private void until(int origin, String command, String answer) {
        until(origin, command, answer::equals);
    }

    /** Waits until these see each other and nobody else. */
    private void settle(int... some) {
        for (int origin : some) {
            until(origin, "call probe servers", "" + (some.length - 1));
        }
    }

    private void meet(int origin, int other) {
        until(origin, "meet " + ids.get(other), "met");
    }

    /** A figure that operators see. */
    private String figure(int origin, String name) throws Exception {
        String tag = tell(origin, "http GET /metrics");
        origins.get(origin).line(tag + "END");
        return origins.get(origin).line(tag + "cumulonimbus_" + name).replaceFirst(".* ", "");
    }

    private long said(int origin, String text) {
        return origins.get(origin).said().stream().filter(line -> line.contains(text)).count();
    }

    private void ban(int origin, String address) throws Exception {
        tell(origin, "http PUT /api/bans?address=" + address);
    }

    @Test
    void bothSidesGoOnAndAreOfOneMindWhenTheyMeetAgain() throws Exception {
        for (int i = 0; i < NAMES.size(); i++) {
            assertThat(ask(i, "offer")).isEqualTo("offers");
            assertThat(ask(i, "call probe put " + NAMES.get(i))).isEqualTo("put");
        }
        meet(0, 1);
        for (int i = 0; i < NAMES.size(); i++) {
            assertThat(ask(i, "call app next")).isEqualTo("" + (i + 1));
        }

        networks.plug("ann", false);
        settle(0);
        settle(1, 2);
        List<String> publishers = List.of(tell(0, "publish a"), tell(1, "publish b"));
        List<String> viewers = List.of(tell(0, "play"), tell(2, "play"));
        origins.get(0).line(viewers.get(0) + "hears a");
        origins.get(2).line(viewers.get(1) + "hears b");
        for (int i = 0; i < NAMES.size(); i++) {
            ban(i, "192.0.2." + (1 + i));
            assertThat(ask(i, "call probe put " + NAMES.get(i) + "-alone")).isEqualTo("put");
            until(i, "call app next", answer -> answer.matches("\\d+"));
        }
        meet(1, 2);

        networks.plug("ann", true);
        settle(0, 1, 2);
        onePublisherStays(publishers, viewers);
        for (int i = 0; i < NAMES.size(); i++) {
            for (int j = 0; j < NAMES.size(); j++) {
                String banned = "192.0.2." + (1 + j);
                until(i, "http GET /api/bans", list -> list.contains(banned));
                if (i != j) {
                    meet(i, j);
                }
            }
            until(i, "call probe all", "ann,ann-alone,ben,ben-alone,cat,cat-alone");
        }
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> {
                            String before = ask(0, "visit app next");
                            return ask(1, "visit app count").equals(before)
                                    && ask(2, "visit app count").equals(before);
                        });

        origins.get(2).close();
        settle(0, 1);
    }

    /** Whichever is older: clocks of hosts are not quite the same. */
    private void onePublisherStays(List<String> publishers, List<String> viewers) throws Exception {
        String badName = "NetStream.Publish.BadName";
        await().atMost(PATIENCE)
                .until(
                        () ->
                                said(0, publishers.get(0) + badName)
                                                + said(1, publishers.get(1) + badName)
                                        > 0);
        boolean annLost = said(0, publishers.get(0) + badName) > 0;
        int loser = annLost ? 0 : 1;
        int winner = 1 - loser;
        await().atMost(PATIENCE)
                .until(() -> said(loser, "film is published at " + NAMES.get(winner)) == 1);
        assertThat(figure(loser, "cluster_names_lost_total")).isEqualTo("1.0");
        assertThat(figure(winner, "cluster_names_lost_total")).isEqualTo("0.0");
        String converted = viewers.get(loser) + (annLost ? "hears b" : "hears a");
        origins.get(annLost ? 0 : 2).line(converted);
        assertThat(said(winner, publishers.get(winner) + badName)).isZero();
        assertThat(said(annLost ? 2 : 0, viewers.get(winner) + "NetStream.Play.UnpublishNotify"))
                .isZero();
    }
}
