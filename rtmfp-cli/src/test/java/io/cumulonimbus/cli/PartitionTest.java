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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three origins on hosts of their own, one of which is cut off for a while: both sides go on, and
 * are of one mind when they meet again.
 */
@Timeout(240)
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
        assertThat(ask(0, "visit app next")).isEqualTo("1");
        assertThat(ask(1, "visit app next")).isEqualTo("2");

        networks.plug("ann", false);
        settle(0);
        settle(1, 2);
        // The older claim is that of the smaller side.
        String older = tell(0, "publish a");
        String viewerOfA = tell(0, "play");
        origins.get(0).line(viewerOfA + "hears a");
        String younger = tell(1, "publish b");
        String viewerOfB = tell(2, "play");
        origins.get(2).line(viewerOfB + "hears b");
        for (int i = 0; i < NAMES.size(); i++) {
            ban(i, "192.0.2." + (1 + i));
            assertThat(ask(i, "call probe put " + NAMES.get(i) + "-alone")).isEqualTo("put");
            until(i, "visit app next", answer -> !answer.startsWith("FAILED"));
        }
        meet(1, 2);

        networks.plug("ann", true);
        settle(0, 1, 2);
        origins.get(1).line(younger + "NetStream.Publish.BadName");
        origins.get(2).line(viewerOfB + "hears a");
        for (int i = 0; i < NAMES.size(); i++) {
            for (int j = 0; j < NAMES.size(); j++) {
                if (i != j) {
                    meet(i, j);
                }
            }
            until(i, "call probe all", "ann,ann-alone,ben,ben-alone,cat,cat-alone");
            for (int j = 0; j < NAMES.size(); j++) {
                String banned = "192.0.2." + (1 + j);
                until(i, "http GET /api/bans", list -> list.contains(banned));
            }
        }
        int visits = Integer.parseInt(ask(0, "visit app next"));
        until(2, "visit app next", "" + (visits + 1));
        assertThat(ask(1, "visit app next")).isEqualTo("" + (visits + 2));
        assertThat(said(0, older + "NetStream.Publish.BadName")).isZero();
        assertThat(said(0, viewerOfA + "NetStream.Play.UnpublishNotify")).isZero();
        assertThat(said(1, "film is published at ann")).isOne();
        assertThat(figure(1, "cluster_names_lost_total")).isEqualTo("1.0");
        assertThat(figure(0, "cluster_names_lost_total")).isEqualTo("0.0");

        origins.get(2).close();
        settle(0, 1);
    }
}
