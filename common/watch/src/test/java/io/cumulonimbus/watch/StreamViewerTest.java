package io.cumulonimbus.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamViewerTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long PATIENCE = 5 * SECOND;
    private static final int[] AAC_HEADER = {0xaf, 0, 0x12, 0x10};
    private static final int[] AAC = {0xaf, 1, 7};
    private static final int[] KEY = {0x17, 1, 0, 0, 0, 9};
    private static final int[] DELTA = {0x27, 1, 0, 0, 0, 9};

    private final SmallServer server = new SmallServer();
    private final Taken taken = new Taken();
    private final StreamViewer viewer = viewer("/live/film.flv?token=t&x=1");
    private long now = 77 * SECOND;
    private boolean pending;

    /** Shows what comes out. */
    private static final class Taken implements MediaOutput {
        private final List<String> events = new ArrayList<>();
        private int room = 1000;

        @Override
        public int room() {
            return room;
        }

        @Override
        public void begin(boolean audio, boolean video) {
            events.add("begin" + (audio ? " audio" : "") + (video ? " video" : ""));
        }

        @Override
        public void media(TcMessage message) {
            events.add(message.type() + "@" + message.timestamp());
        }
    }

    private StreamViewer viewer(String target) {
        WatchRequest request =
                new WatchRequest(
                        Protocol.HTTP,
                        new InetSocketAddress("127.0.0.1", 5),
                        WatchPath.parse(target).orElseThrow(),
                        "example.org:8080",
                        "Player/1",
                        "http://example.org/page");
        return new StreamViewer(request, PATIENCE, () -> pending = true, new Random(1));
    }

    private void start() {
        viewer.start(server, now);
        assertThat(pending).isTrue();
        turn();
    }

    private long turn() {
        pending = false;
        viewer.flush(taken, now);
        return viewer.advance(now);
    }

    @Test
    void aViewerConnectsAndPlaysAsAnyOtherClient() {
        start();
        assertThat(server.heard)
                .extracting(c -> c.name())
                .containsExactly("connect", "createStream", "play");
        AmfObject properties = (AmfObject) server.heard.get(0).object();
        assertThat(properties.get("app").asText()).contains("live");
        assertThat(properties.get("tcUrl").asText())
                .contains("http://example.org:8080/live?token=t&x=1");
        assertThat(properties.get("flashVer").asText()).contains("Player/1");
        assertThat(properties.get("pageUrl").asText()).contains("http://example.org/page");
        assertThat(server.heard.get(2).argument(0).asText()).contains("film?token=t&x=1");
        assertThat(viewer.identity().protocol()).isEqualTo(Protocol.HTTP);
        assertThat(viewer.identity().peerId()).hasSize(ClientIdentity.PEER_ID_LENGTH);
        assertThat(viewer.answer()).isEmpty();
    }

    @Test
    void aHostThatIsNoneDoesNotChangeTheApplication() {
        WatchRequest request =
                new WatchRequest(
                        Protocol.WSS,
                        new InetSocketAddress("127.0.0.1", 5),
                        WatchPath.parse("/live/film.flv").orElseThrow(),
                        "evil/other",
                        "",
                        "");
        assertThat(request.applicationUrl()).isEqualTo("wss://localhost/live");
        assertThat(request.toString()).doesNotContain("?");
    }

    @Test
    void soundWaitsForTheKeyFrameThatThePictureBeginsWith() {
        start();
        server.metadata(new AmfObject().put("width", 320).put("audiocodecid", 10));
        server.audio(0, AAC_HEADER);
        server.audio(0, AAC);
        server.audio(23, AAC);
        turn();
        assertThat(viewer.answer()).contains(WatchAnswer.WATCHING);
        assertThat(taken.events).isEmpty();
        server.video(40, 0x17, 0, 0, 0, 0);
        server.video(40, KEY);
        server.audio(30, AAC);
        server.audio(46, AAC);
        turn();
        assertThat(taken.events)
                .containsExactly("begin audio video", "18@0", "8@0", "9@0", "9@0", "8@6");
    }

    @Test
    void withoutAPictureSoundGoesOnItsOwnAfterAWhile() {
        start();
        server.metadata(new AmfObject().put("width", 320).put("audiocodecid", 10));
        server.audio(0, AAC_HEADER);
        turn();
        now += 13 * SECOND;
        server.audio(13_000, AAC);
        turn();
        assertThat(taken.events).containsExactly("begin audio video", "18@0", "8@0", "8@0");
    }

    @Test
    void whatTheMetadataDoesNotNameIsNotAnnounced() {
        start();
        server.metadata(new AmfObject().put("audiocodecid", 10));
        server.audio(0, AAC);
        turn();
        assertThat(taken.events).containsExactly("begin audio", "18@0", "8@0");
    }

    @Test
    void withoutMetadataNothingWaits() {
        start();
        server.audio(0, AAC);
        turn();
        assertThat(taken.events).containsExactly("begin audio video", "8@0");
    }

    @Test
    void aStreamThatStaysSilentIsNone() {
        start();
        assertThat(turn()).isEqualTo(now + PATIENCE);
        now += PATIENCE;
        turn();
        assertThat(viewer.answer()).contains(WatchAnswer.NOT_FOUND);
        assertThat(viewer.isFinished()).isTrue();
        assertThat(server.closed).containsExactly(CloseReason.FAR_CLOSED);
        assertThat(server.flowsOver).isEqualTo(2);
    }

    @Test
    void aStreamThatBeginsMeanwhileIsWatched() {
        start();
        now += PATIENCE - 1;
        server.status("NetStream.Play.PublishNotify");
        turn();
        assertThat(viewer.answer()).contains(WatchAnswer.WATCHING);
        now += 100 * PATIENCE;
        assertThat(turn()).isEqualTo(Long.MAX_VALUE);
        assertThat(viewer.isFinished()).isFalse();
    }

    @Test
    void aStreamMayBePublishedUnderItsNameWithPercentSigns() {
        StreamViewer odd = viewer("/live/my%20film.flv?a=b");
        odd.start(server, now);
        odd.flush(taken, now);
        assertThat(odd.advance(now)).isEqualTo(now + PATIENCE / 2);
        now += PATIENCE / 2;
        odd.advance(now);
        odd.flush(taken, now);
        assertThat(server.heard.stream().filter(one -> one.name().equals("play")))
                .extracting(one -> one.argument(0).asText().orElseThrow())
                .containsExactly("my film?a=b", "my%20film?a=b");
        assertThat(odd.answer()).isEmpty();
        server.audio(0, AAC);
        odd.flush(taken, now);
        assertThat(odd.answer()).contains(WatchAnswer.WATCHING);
    }

    @Test
    void refusalsAreToldApart() {
        server.refusesConnect = "NetConnection.Connect.Rejected";
        start();
        assertThat(viewer.answer()).contains(WatchAnswer.FORBIDDEN);
        assertThat(viewer.description()).isEqualTo("why");
        assertThat(viewer.isFinished()).isTrue();
        assertThat(server.closed).hasSize(1);
    }

    @Test
    void anApplicationThatIsNotThereIsNotFound() {
        server.refusesConnect = "NetConnection.Connect.InvalidApp";
        start();
        assertThat(viewer.answer()).contains(WatchAnswer.NOT_FOUND);
    }

    @Test
    void aStreamThatMayNotBePlayedIsForbidden() {
        start();
        server.status("NetStream.Play.Failed");
        turn();
        assertThat(viewer.answer()).contains(WatchAnswer.FORBIDDEN);
    }

    @Test
    void whoGetsNoAnswerIsToldSo() {
        server.silent = true;
        start();
        now += 20 * SECOND;
        turn();
        assertThat(viewer.answer()).contains(WatchAnswer.UNAVAILABLE);
        assertThat(server.closed).hasSize(1);
    }

    @Test
    void theEndOfTheStreamIsTheEndBehindItsLastFrame() {
        start();
        server.video(0, KEY);
        server.status("NetStream.Play.UnpublishNotify");
        turn();
        assertThat(taken.events).containsExactly("begin audio video", "9@0");
        assertThat(viewer.isFinished()).isTrue();
        assertThat(viewer.isOver()).isTrue();
        assertThat(server.video.write(TcMessage.of(9, 0, new byte[1]).message(), Deadline.NONE))
                .isFalse();
    }

    @Test
    void whatIsNotTakenWaitsAndIsCounted() {
        start();
        taken.room = 0;
        server.video(0, KEY);
        turn();
        assertThat(viewer.answer()).contains(WatchAnswer.WATCHING);
        assertThat(server.video.queuedBytes()).isEqualTo(11);
        taken.room = 1;
        long before = server.drained;
        turn();
        assertThat(server.video.queuedBytes()).isZero();
        assertThat(server.drained - before).isEqualTo(11);
    }

    @Test
    void lateMediaIsLeftOutWithWhatDependsOnIt() {
        Deadline soon = new Deadline(SECOND, 2 * SECOND);
        start();
        server.video(0, KEY);
        turn();
        taken.room = 0;
        server.media(server.video, 9, 40, soon.asDependent(), DELTA);
        server.media(server.audio, 8, 41, Deadline.NONE, AAC);
        turn();
        now += 3 * SECOND;
        server.media(server.video, 9, 3040, soon.asDependent(), DELTA);
        server.media(server.video, 9, 3080, soon, KEY);
        server.media(server.video, 9, 3120, soon.asDependent(), DELTA);
        taken.room = 1000;
        turn();
        assertThat(taken.events)
                .containsExactly("begin audio video", "9@0", "8@41", "9@3080", "9@3120");
        assertThat(server.abandoned).isEqualTo(2);
    }

    @Test
    void aServerThatStopsHasWhatItSaidTakenFirst() {
        start();
        server.video(0, KEY);
        viewer.close(CloseReason.STOPPING);
        turn();
        turn();
        assertThat(taken.events).containsExactly("begin audio video", "9@0");
        assertThat(server.closed).containsExactly(CloseReason.STOPPING);
        assertThat(viewer.isOver()).isFalse();
    }

    @Test
    void whoDoesNotTakeTheLastIsNotWaitedForLong() {
        start();
        taken.room = 0;
        server.video(0, KEY);
        turn();
        viewer.close(CloseReason.NEAR_CLOSED);
        turn();
        now += 6 * SECOND;
        turn();
        assertThat(server.closed).containsExactly(CloseReason.NEAR_CLOSED);
    }

    @Test
    void whoIsGoneLeavesOnce() {
        start();
        viewer.abort(CloseReason.FAR_CLOSED);
        viewer.abort(CloseReason.FAULT);
        turn();
        assertThat(server.closed).containsExactly(CloseReason.FAR_CLOSED);
        assertThat(server.flowsOver).isEqualTo(2);
    }
}
