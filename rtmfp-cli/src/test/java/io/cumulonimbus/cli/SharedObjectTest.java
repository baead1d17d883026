package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cumulonimbus.amf.AmfByteArray;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.netclient.NetClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Shared objects, as clients of all protocols have them together. */
@ParameterizedClass
@EnumSource(Way.class)
class SharedObjectTest {
    @TempDir static Path folder;
    private static Path home;
    private static Stage stage;
    private static NetClient client;
    @Parameter Way way;

    @BeforeParameterizedClassInvocation
    static void open(Way way) throws Exception {
        home = folder.resolve(way.name());
        Files.createDirectories(home.resolve("www/other"));
        stage = Stage.start(home, way);
        client = NetClient.start();
    }

    @AfterParameterizedClassInvocation
    static void close() {
        client.close();
        stage.close();
    }

    private static Member member(Protocol by, int encoding) throws Exception {
        return new Member(client, stage.url(by, "live"), encoding);
    }

    private static Member member() throws Exception {
        return member(Protocol.RTMFP, 3);
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, mode = Mode.MATCH_ALL, names = "RTM.*")
    void whatOneChangesAllOthersSee(Protocol by) throws Exception {
        String name = "changes by " + by;
        try (Member one = member(by, 3).use(name, false);
                Member two = member(Protocol.RTMFP, 0).use(name, false)) {
            assertThat(one.heard).containsExactly("UseSuccess", "Clear");
            one.set("x", "1");
            one.await("success x");
            two.awaitData(Map.of("x", "1"));
            two.set("x", "2");
            two.set("y", "3");
            one.awaitData(Map.of("x", "2", "y", "3"));
            assertThat(two.heard).doesNotContain("change y");

            try (Member late = member(by, 0).use(name, false)) {
                assertThat(late.heard)
                        .containsExactly("UseSuccess", "Clear", "change x", "change y");
                late.object.remove("x");
                one.awaitData(Map.of("y", "3"));
                two.await("remove x");
            }
            one.object.send("hello", AmfValue.of("a"), AmfValue.NULL);
            one.await("hello 2");
            two.await("hello 2");
        }
    }

    @ParameterizedTest
    @EnumSource(value = Protocol.class, mode = Mode.MATCH_ALL, names = "RTM.*")
    void whatPersistsIsThereForWhoComesByAnotherWay(Protocol by) throws Exception {
        String name = "kept by " + by;
        Protocol other =
                by == Protocol.RTMPTS ? Protocol.RTMFP : Protocol.values()[by.ordinal() + 1];
        try (Member one = member(by, 0).use(name, true)) {
            one.set("x", "1");
            one.await("success x");
        }
        try (Member two = member(other, 0).use(name, true)) {
            two.awaitData(Map.of("x", "1"));
        }
        assertThat(home.resolve("media/live/sharedobjects/" + name + ".so")).isNotEmptyFile();
    }

    @Test
    void whoeverWritesLastAllEndAlike() throws Exception {
        try (Member one = member().use("race", false);
                Member two = member(Protocol.RTMP, 0).use("race", false);
                Member watcher = member().use("race", false)) {
            for (int i = 0; i < 100; i++) {
                one.set("x", "one " + i);
                two.set("x", "two " + i);
            }
            one.set("end of one", "");
            two.set("end of two", "");
            one.await("change end of two");
            two.await("change end of one");
            watcher.await("change end of one");
            watcher.await("change end of two");
            one.await("success end of one");
            two.await("success end of two");
            assertThat(one.data()).isEqualTo(watcher.data());
            assertThat(two.data()).isEqualTo(watcher.data());
        }
    }

    @Test
    void objectsOfOneNameAreApartByApplicationAndPersistence() throws Exception {
        try (Member kept = member().use("same", true);
                Member passing = member().use("same", false);
                Member other = new Member(client, stage.url("other"), 3).use("same", true)) {
            kept.set("x", "1");
            kept.await("success x");
            passing.set("y", "2");
            passing.await("success y");
            assertThat(other.data()).isEmpty();
            assertThat(passing.data()).containsOnlyKeys("y");
            kept.object.remove("x");
            kept.await("remove x");
        }
    }

    @Test
    void whatDoesNotPersistIsGoneWithTheLastWhoUsesIt() throws Exception {
        try (Member one = member().use("passing", false)) {
            one.set("x", "1");
            one.await("success x");
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () -> {
                            try (Member next = member().use("passing", false)) {
                                return next.data().isEmpty();
                            }
                        });
    }

    @Test
    void whatPersistsOutlastsTheServer(@TempDir Path own) throws Exception {
        Path file = own.resolve("media/live/sharedobjects/rooms/lobby.so");
        byte[] binary = {1, 0, 2};
        try (Stage before = Stage.start(own, way);
                Member one = new Member(client, before.url("live"), 3).use("rooms/lobby", true)) {
            one.set("topic", "weather");
            one.object.set("binary", new AmfByteArray(binary));
            one.await("success binary");
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(file));
            one.set("topic", "news");
            one.await("success topic");
        }
        try (Stage after = Stage.start(own, way);
                Member one = new Member(client, after.url("live"), 3).use("rooms/lobby", true)) {
            assertThat(one.data()).containsEntry("topic", "news");
            assertThat(one.object.data().get(60, TimeUnit.SECONDS).get("binary"))
                    .isEqualTo(new AmfByteArray(binary));
            one.object.remove("topic");
            one.object.remove("binary");
            one.await("remove binary");
        }
        assertThat(file).as("what is empty needs no file").doesNotExist();
    }

    @Test
    void aDamagedFileIsPutAside() throws Exception {
        Path kept = Files.createDirectories(home.resolve("media/live/sharedobjects"));
        Files.write(kept.resolve("broken.so"), new byte[] {2, 0, 99});
        try (Member one = member().use("broken", true)) {
            assertThat(one.data()).isEmpty();
            assertThat(kept.resolve(".broken.so.damaged")).exists();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "../live", "/etc", "a//b", ".hidden", "a\\b", "x:y"})
    void namesThatAreNoFilesDoNotPersist(String name) throws Exception {
        try (Member one = member()) {
            assertThatThrownBy(() -> one.use(name, true))
                    .hasMessageContaining("SharedObject.ObjectCreationFailed");
        }
    }

    @Test
    void whatIsTooMuchIsRefusedAndTakenBack() throws Exception {
        try (Member one = member().use("big", false);
                Member two = member().use("big", false)) {
            one.set("x", "small");
            one.await("success x");
            one.set("x", "x".repeat(300_000));
            one.await("SharedObject.NoWriteAccess");
            one.awaitData(Map.of("x", "small"));
            one.set("z", "x".repeat(300_000));
            one.await("remove z");
            for (int i = 0; i < 6; i++) {
                one.set("many" + i, "x".repeat(200_000));
            }
            one.await("remove many5");
            two.await("change many4");
            assertThat(two.data()).containsEntry("x", "small").doesNotContainKey("many5");
        }
    }

    @Test
    void aClientTakesPartInSoManyObjectsOnly() throws Exception {
        try (Member one = member()) {
            for (int i = 0; i < 256; i++) {
                one.use("object" + i, false);
            }
            assertThatThrownBy(() -> one.use("one more", false))
                    .hasMessageContaining("SharedObject.ObjectCreationFailed");
            one.object.release();
            one.use("one more", false);
        }
    }

    @Test
    void aTalkativeClientIsMadeToWaitAndNothingIsLost() throws Exception {
        try (Member one = member().use("flood", false);
                Member two = member(Protocol.RTMP, 3).use("flood", false)) {
            String text = "x".repeat(10_000);
            for (int i = 0; i < 500; i++) {
                one.set("p" + i % 50, text + i);
            }
            one.set("end", "");
            one.await("success end");
            two.await("change end");
            assertThat(two.data()).hasSize(51).isEqualTo(one.data());
        }
    }
}
