package io.cumulonimbus.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code config} shows, and what {@code reload} finds to have changed. */
class EffectiveTest {
    @TempDir Path home;

    @Test
    void eachSettingNamesItsSource() throws Exception {
        Effective effective =
                effective(
                        "; mine\nPORT = 2000\n[chat]\nrooms = 5\n",
                        Map.of("CUMULONIMBUS_THREADS", "3"),
                        "http.port=0");
        assertThat(line(effective, "port"))
                .isEqualTo(
                        new Effective.Line(
                                "port", "2000", home.resolve("origin.ini") + ":2", true));
        assertThat(line(effective, "threads").source())
                .isEqualTo("environment CUMULONIMBUS_THREADS");
        assertThat(line(effective, "http.port").source()).isEqualTo("--set");
        assertThat(line(effective, "www").isDefault()).isTrue();
        assertThat(line(effective, "chat.rooms").known()).isFalse();
        assertThat(effective.lines()).noneMatch(line -> line.name().startsWith("system."));
    }

    @Test
    void secretsAreNotShownNorWhatRefersToThem() throws Exception {
        Effective effective =
                effective(
                        "[edges]\nsecret = s3cret\n[mine]\nurl = x/${edges.secret}\n"
                                + "home = ${application.dir}\npassword = s3cret\n",
                        Map.of());
        assertThat(effective.lines()).noneMatch(line -> line.shown().contains("s3cret"));
        assertThat(line(effective, "edges.secret").shown()).isEqualTo("(set)");
        assertThat(line(effective, "admin.token").shown()).isEqualTo("(none)");
        assertThat(line(effective, "mine.url").shown()).isEqualTo("x/${edges.secret}");
        assertThat(line(effective, "mine.home").shown()).isEqualTo(home + "/");
    }

    @Test
    void aSecretThatChangedIsNoticed() throws Exception {
        Effective before = effective("[edges]\nsecret = one\n[chat]\nrooms = 5\n", Map.of());
        Effective after = effective("port = 1936\n[edges]\nsecret = two\n", Map.of());
        assertThat(after.changedFrom(before)).containsExactly("port", "edges.secret", "chat.rooms");
        Effective mixed = before.with(after, "edges.secret"::equals);
        assertThat(after.changedFrom(mixed)).containsExactly("port", "chat.rooms");
    }

    @Test
    void whatLooksLikeASettingAndIsNoneIsTold() throws Exception {
        Effective effective =
                effective(
                        "prot = 1936\n[limits]\nconnectionPerAddress = 50\n[rtmp]\ntimeout = 30\n"
                                + "[media:/live]\nrecrod = true\nquota = 5\n[realm:/x]\nplacement = home\n"
                                + "[edge:berlin]\nsecret = s3cret\n[chat]\nrooms = 5\nport = 7\n",
                        Map.of(
                                "CUMULONIMBUS_ADMIN_TOKN", "x",
                                "CUMULONIMBUS_SECRET", "of the edge",
                                "CUMULONIMBUS_JAVA_OPTIONS", "-Xmx1g"),
                        "edge.secret=x");
        assertThat(effective.strangers().stream().map(this::shortened))
                .containsExactlyInAnyOrder(
                        ":1 prot port",
                        ":3 limits.connectionPerAddress limits.connectionsPerAddress",
                        ":5 rtmp.timeout -",
                        ":7 media:/live.recrod media:/live.record",
                        "environment CUMULONIMBUS_ADMIN_TOKN CUMULONIMBUS_ADMIN_TOKEN",
                        "--set edge.secret edges.secret");
        assertThat(effective.strangers()).noneMatch(one -> one.toString().contains("s3cret"));
        assertThat(line(effective, "media:/live.quota").known()).isTrue();
        assertThat(line(effective, "media:/live.recrod").known()).isFalse();
    }

    /** Its line, its name, and what was meant. */
    private String shortened(Stranger one) {
        String where = one.source().replace(home.resolve("origin.ini").toString(), "");
        return where + " " + one.name() + " " + one.meant().orElse("-");
    }

    @Test
    void aFileWithEverySettingHasNothingStrange() throws Exception {
        assertThat(effective(KeyTable.origin().file(), Map.of()).strangers()).isEmpty();
    }

    private Effective effective(String file, Map<String, String> environment, String... set)
            throws Exception {
        Path ini = Files.writeString(home.resolve("origin.ini"), file);
        return Effective.of(
                KeyTable.origin(),
                new ConfigSources(home, Optional.of(ini), environment, List.of(set)));
    }

    private static Effective.Line line(Effective effective, String name) {
        return effective.lines().stream()
                .filter(line -> line.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
