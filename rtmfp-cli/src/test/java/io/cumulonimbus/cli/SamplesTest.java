package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.netclient.DirectPublisher;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.PeerConnection;
import io.cumulonimbus.netclient.PlayOptions;
import io.cumulonimbus.netclient.PublishOptions;
import io.cumulonimbus.netclient.StreamListener;
import io.cumulonimbus.netclient.StreamPublisher;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The sample applications of {@code origin/www}, played by clients as their READMEs tell. */
@ParameterizedClass
@EnumSource(Way.class)
class SamplesTest {
    private static final int PATIENCE_S = 60;

    @Parameter Way way;
    @TempDir Path home;

    @Test
    void everySampleHasAReadme() throws Exception {
        try (Stream<Path> folders = Files.list(Path.of("../origin/www"))) {
            assertThat(folders.filter(Files::isDirectory))
                    .hasSizeGreaterThan(5)
                    .allSatisfy(folder -> assertThat(folder.resolve("README.md")).exists());
        }
    }

    @Test
    void aCheckoutServesThemByALink() throws Exception {
        assertThat(Path.of("../www").toRealPath()).isEqualTo(Path.of("../origin/www").toRealPath());
        Files.createSymbolicLink(home.resolve("www"), Path.of("../www").toRealPath());
        try (SampleStage stage = SampleStage.start(home, way)) {
            assertThat(stage.visitor("hello").call("test", "a", "b")).isEqualTo("\"Hello b a\"");
            stage.visitor("chat", "Ann").call("say", "Hello");
        }
    }

    @Test
    void helloAnswers() throws Exception {
        try (SampleStage stage = SampleStage.start(home, way, "hello")) {
            assertThat(stage.visitor("hello").call("test", "OpenRTMFP/Cumulus", "World"))
                    .isEqualTo("\"Hello World OpenRTMFP/Cumulus\"");
        }
    }

    @Test
    void whoChatsHearsWhoIsThereAndWhatIsSaid() throws Exception {
        try (SampleStage stage = SampleStage.start(home, way, "chat")) {
            Visitor ann = stage.visitor("chat", "Ann");
            assertThat(ann.told("present")).isEqualTo("[{\"nick\":\"Ann\",\"state\":\"here\"}]");
            Visitor bob = stage.visitor("chat?nick=Bob");
            assertThat(bob.told("present")).contains("Ann").contains("Bob");
            ann.await("onJoin \"Bob\"");
            assertThat(bob.heard).isEmpty();
            Visitor eve = stage.visitor("chat", "Eve");

            ann.call("say", "Hello");
            for (Visitor one : List.of(ann, bob, eve)) {
                one.await("onSay \"Ann\" \"Hello\"");
            }
            bob.call("tell", "Ann", "psst");
            ann.await("onTell \"Bob\" \"psst\"");
            bob.call("setState", "away");
            ann.await("onState \"Bob\" \"away\"");
            assertThat(ann.call("present")).contains("{\"nick\":\"Bob\",\"state\":\"away\"}");

            bob.close();
            ann.await("onLeave \"Bob\"");
            assertThat(ann.call("present")).doesNotContain("Bob");
            assertThat(eve.heard).noneMatch(h -> h.startsWith("onTell"));
            assertThat(eve.call("history")).isEqualTo("[{\"nick\":\"Ann\",\"text\":\"Hello\"}]");
        }
    }

    @Test
    void theChatRefusesWhatIsNotRight() throws Exception {
        try (SampleStage stage = SampleStage.start(home, way, "chat")) {
            Visitor ann = stage.visitor("chat", "Ann");
            refused(() -> stage.visitor("chat", "Ann"), "somebody is called Ann already");
            refused(() -> stage.visitor("chat"), "a nick name of 1 to 20");
            refused(() -> stage.visitor("chat", "A n n"), "a nick name of 1 to 20");
            refused(() -> ann.call("say", " "), "there is nothing to say");
            refused(() -> ann.call("say", "x".repeat(501)), "at most 500 bytes");
            refused(() -> ann.call("tell", "Bob", "x"), "nobody here is called Bob");
            refused(() -> ann.call("setState", "gone"), "a state is here or away");
            ann.close();
            Awaitility.await()
                    .atMost(Duration.ofSeconds(PATIENCE_S))
                    .ignoreException(AssertionError.class)
                    .until(() -> stage.visitor("chat", "Ann").call("present").contains("Ann"));
        }
    }

    @Test
    void whoChatsStaysWhenTheScriptIsLoadedAgain() throws Exception {
        try (SampleStage stage = SampleStage.start(home, way, "chat")) {
            Visitor ann = stage.visitor("chat", "Ann");
            Path script = home.resolve("www/chat/main.lua");
            Files.writeString(script, Files.readString(script) + "\nTHIS_IS_NEW = true\n");
            Files.setLastModifiedTime(
                    script, FileTime.fromMillis(System.currentTimeMillis() + 10_000));
            Visitor bob = stage.visitor("chat", "Bob");
            assertThat(bob.told("present")).contains("Ann");
            ann.await("onJoin \"Bob\"");
            ann.call("say", "still here");
            bob.await("onSay \"Ann\" \"still here\"");
        }
    }

    @Test
    void aPhoneRingsAndTheTwoTalkWithoutTheServer() throws Exception {
        try (SampleStage stage = SampleStage.start(home, way, "phone")) {
            Visitor ann = stage.visitor("phone", "\"100\"");
            Visitor bob = stage.visitor("phone", "\"200\"");
            Visitor eve = stage.visitor("phone", "\"300\"");
            assertThat(ann.call("call", "\"999\"")).isEqualTo("\"unknown\"");
            assertThat(ann.call("call", "\"200\"")).isEqualTo("\"ringing\"");
            bob.await("onRing \"100\" \"" + ann.connection.peerId() + "\"");
            assertThat(eve.call("call", "\"200\"")).isEqualTo("\"busy\"");

            DirectPublisher voice =
                    bob.connection.publishDirect("phone").get(PATIENCE_S, TimeUnit.SECONDS);
            assertThat(bob.call("answer")).isEqualTo("\"" + ann.connection.peerId() + "\"");
            ann.await("onAnswer \"200\" \"" + bob.connection.peerId() + "\"");
            PeerConnection peer =
                    ann.connection
                            .connectPeer(bob.connection.peerId())
                            .get(PATIENCE_S, TimeUnit.SECONDS);
            Ear ear = new Ear();
            peer.play("phone", ear).get(PATIENCE_S, TimeUnit.SECONDS);
            voice.write(MediaKind.AUDIO, 0, "\u00b2hello".getBytes(StandardCharsets.ISO_8859_1));
            ear.await("hello");

            ann.call("hangUp");
            bob.await("onHangUp \"100\"");
            assertThat(eve.call("call", "\"200\"")).isEqualTo("\"ringing\"");
            eve.close();
            bob.await("onHangUp \"300\"");
        }
    }

    @Test
    void whoHasATokenMayBroadcastAndKnowsWhoWatches() throws Exception {
        try (SampleStage stage =
                SampleStage.start(home, way, "broadcast", "broadcast.key=s3cret")) {
            Visitor ann = stage.visitor("broadcast");
            StreamPublisher match =
                    ann.connection
                            .publish(
                                    "match?" + token("publish", "match", 3600),
                                    PublishOptions.LIVE,
                                    StreamListener.NONE)
                            .get(PATIENCE_S, TimeUnit.SECONDS);
            Visitor bob = stage.visitor("broadcast");
            Ear ear = new Ear();
            bob.connection
                    .play("match", PlayOptions.DEFAULT, ear)
                    .get(PATIENCE_S, TimeUnit.SECONDS);
            ann.await("onViewers \"match\" 1");
            match.write(MediaKind.AUDIO, 0, "\u00b2goal".getBytes(StandardCharsets.ISO_8859_1));
            ear.await("goal");
            bob.close();
            ann.await("onViewers \"match\" 0");
        }
    }

    @Test
    void whoHasNoRightTokenMayNotBroadcast() throws Exception {
        try (SampleStage stage =
                SampleStage.start(home, way, "broadcast", "broadcast.key=s3cret")) {
            Visitor eve = stage.visitor("broadcast");
            refused(() -> publish(eve, "match"), "a token is needed to publish");
            String right = token("publish", "match", 3600);
            refused(() -> publish(eve, "other?" + right), "the token is not right");
            refused(() -> publish(eve, "match?" + right.replaceAll(".$", "x")), "not right");
            refused(() -> publish(eve, "match?" + token("play", "match", 3600)), "not right");
            refused(() -> publish(eve, "match?" + token("publish", "match", -60)), "any more");
        }
    }

    @Test
    void viewersOfPrivateBroadcastsNeedTokensToo() throws Exception {
        try (SampleStage stage =
                SampleStage.start(
                        home, way, "broadcast", "broadcast.key=s3cret", "broadcast.private=true")) {
            Visitor bob = stage.visitor("broadcast");
            refused(() -> play(bob, "match"), "a token is needed to play");
            refused(() -> play(bob, "match?" + token("publish", "match", 60)), "not right");
            play(bob, "match?" + token("play", "match", 60));
        }
    }

    @Test
    void nobodyBroadcastsWithoutASecret() throws Exception {
        try (SampleStage stage = SampleStage.start(home, way, "broadcast")) {
            refused(() -> publish(stage.visitor("broadcast"), "match"), "key is not set");
        }
    }

    @Test
    void playersMeetInTheLobby() throws Exception {
        try (SampleStage stage = SampleStage.start(home, way, "lobby")) {
            Visitor ann = stage.visitor("lobby", "Ann");
            Visitor bob = stage.visitor("lobby", "Bob");
            Visitor eve = stage.visitor("lobby", "Eve");
            assertThat(ann.call("games")).isEqualTo("[]");
            assertThat(ann.call("open", 2)).isEqualTo("1");
            bob.await("onGames");
            assertThat(bob.call("games"))
                    .isEqualTo("[{\"game\":1,\"players\":[\"Ann\"],\"seats\":2}]");
            refused(() -> ann.call("won", "Ann"), "who opened the game");

            bob.call("join", 1);
            ann.await("onSeats {\"game\":1,\"players\":[\"Ann\",\"Bob\"],\"seats\":2}");
            for (Visitor player : List.of(ann, bob)) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(PATIENCE_S))
                        .until(
                                () ->
                                        player.heard.stream()
                                                .anyMatch(
                                                        h ->
                                                                h.startsWith("onBegin 1")
                                                                        && h.contains(peer(ann))
                                                                        && h.contains(peer(bob))));
            }
            assertThat(eve.call("games")).isEqualTo("[]");
            refused(() -> eve.call("join", 1), "there is no such game");
            refused(() -> bob.call("won", "Bob"), "who opened the game");
            refused(() -> ann.call("won", "Eve"), "Eve does not play");
            ann.call("won", "Bob");
            bob.await("onClose 1 \"Bob won\"");

            assertThat(eve.call("open", 3)).isEqualTo("2");
            bob.call("join", 2);
            eve.close();
            bob.await("onSeats {\"game\":2,\"players\":[\"Bob\"],\"seats\":3}");
            bob.call("leave");
            assertThat(ann.call("games")).isEqualTo("[]");
        }
        try (SampleStage again = SampleStage.start(home, way, "lobby")) {
            assertThat(again.visitor("lobby", "Joe").call("scores"))
                    .isEqualTo("[{\"name\":\"Bob\",\"wins\":1}]");
        }
    }

    private static String peer(Visitor visitor) {
        return visitor.connection.peerId();
    }

    private static void publish(Visitor visitor, String name) throws Exception {
        visitor.connection
                .publish(name, PublishOptions.LIVE, StreamListener.NONE)
                .get(PATIENCE_S, TimeUnit.SECONDS);
    }

    private static void play(Visitor visitor, String name) throws Exception {
        visitor.connection
                .play(name, PlayOptions.DEFAULT, StreamListener.NONE)
                .get(PATIENCE_S, TimeUnit.SECONDS);
    }

    private static void refused(ThrowingCallable what, String why) {
        assertThatThrownBy(what).hasMessageContaining(why);
    }

    private static String token(String what, String name, long seconds) throws Exception {
        long expires = System.currentTimeMillis() / 1000 + seconds;
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("s3cret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] text = (what + " " + name + " " + expires).getBytes(StandardCharsets.UTF_8);
        return "expires=" + expires + "&token=" + HexFormat.of().formatHex(mac.doFinal(text));
    }

    /** Notes what is heard on a stream. */
    private static final class Ear implements StreamListener {
        private final List<String> heard = new CopyOnWriteArrayList<>();

        @Override
        public void onMessage(MediaKind kind, long timestamp, Message payload) {
            heard.add(new String(payload.toBytes(), StandardCharsets.ISO_8859_1));
        }

        void await(String what) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(PATIENCE_S))
                    .until(() -> heard.stream().anyMatch(h -> h.contains(what)));
        }
    }
}
