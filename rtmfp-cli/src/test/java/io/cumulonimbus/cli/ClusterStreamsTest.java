package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.edge.Edge;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.PublishOptions;
import io.cumulonimbus.netclient.Status;
import io.cumulonimbus.netclient.StreamListener;
import io.cumulonimbus.netclient.StreamPublisher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams that are published at one origin of a cluster and played at others. */
class ClusterStreamsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final byte[] CODEC = {(byte) 0xaf, 0, 0x12, 0x10};

    @TempDir Path home;
    private final Clients clients = new Clients();
    private Fleet fleet;
    private int time;

    @AfterEach
    void stop() {
        clients.close();
        fleet.close();
    }

    private StreamPublisher publish(String url) throws Exception {
        return clients.connect(url)
                .publish("film", PublishOptions.RELIABLE, new StreamListener() {})
                .get(60, TimeUnit.SECONDS);
    }

    /** Somebody who plays, and notes the codes of statuses, headers, and what sound came. */
    private final class Viewer implements StreamListener {
        private final String url;
        private final List<String> seen = new CopyOnWriteArrayList<>();

        Viewer(String url) throws Exception {
            this.url = url;
            clients.connect(url).play("film", -1, this).get(60, TimeUnit.SECONDS);
        }

        @Override
        public void onStatus(Status status) {
            seen.add(status.code().replace("NetStream.Play.", ""));
        }

        @Override
        public void onMessage(MediaKind kind, long timestamp, Message payload) {
            if (kind == MediaKind.AUDIO) {
                seen.add(payload.byteAt(1) == 0 ? "header" : "sound");
            }
        }

        long count(String what) {
            return seen.stream().filter(what::equals).count();
        }

        void await(String what, long times) {
            org.awaitility.Awaitility.await(url + ": " + what)
                    .atMost(PATIENCE)
                    .until(() -> count(what) >= times);
        }
    }

    private void send(StreamPublisher publisher, byte... body) {
        assertThat(publisher.write(MediaKind.AUDIO, time += 20, body)).isTrue();
    }

    /** Sound is sent until all have heard something new. */
    private void reaches(StreamPublisher publisher, List<Viewer> all) {
        List<Long> before = all.stream().map(viewer -> viewer.count("sound")).toList();
        await().atMost(PATIENCE)
                .until(
                        () -> {
                            send(publisher, (byte) 0xaf, (byte) 1, (byte) time);
                            for (int i = 0; i < all.size(); i++) {
                                if (all.get(i).count("sound") <= before.get(i)) {
                                    return false;
                                }
                            }
                            return true;
                        });
    }

    @Test
    void whatIsPublishedAnywhereIsPlayedEverywhere() throws Exception {
        fleet = Fleet.of(home, 3);
        Edge edge = fleet.edge(2);
        String behind = "rtmfp://127.0.0.1:" + edge.rtmfpAddress().getPort() + "/live";
        List<Viewer> all = new ArrayList<>();
        all.add(new Viewer(fleet.url(1, Protocol.RTMFP)));
        StreamPublisher publisher = publish(fleet.url(0, Protocol.RTMFP));
        send(publisher, CODEC);
        all.get(0).await("PublishNotify", 1);
        all.add(new Viewer(fleet.url(0, Protocol.RTMP)));
        all.add(new Viewer(fleet.url(1, Protocol.RTMP)));
        all.add(new Viewer(fleet.url(1, Protocol.RTMPT)));
        all.add(new Viewer(fleet.url(2, Protocol.RTMFP)));
        all.add(new Viewer(behind));
        reaches(publisher, all);
        assertThat(all.stream().map(v -> v.url + v.seen).toList())
                .as("each gets the header once, before any sound")
                .allMatch(seen -> seen.matches("[^?]*, header, sound[^h]*"));
        assertThat(all.get(0).count("PublishNotify")).isOne();
        // The third origin may hear of the stream after its viewers have come, which is news then.
        assertThat(all.subList(1, 4)).allMatch(viewer -> viewer.count("PublishNotify") == 0);
        List<Long> told = all.stream().map(viewer -> viewer.count("PublishNotify")).toList();

        publisher.close();
        all.forEach(viewer -> viewer.await("UnpublishNotify", 1));
        StreamPublisher next = publish(behind.replace("rtmfp", "rtmfp"));
        send(next, CODEC);
        reaches(next, all);
        for (int i = 0; i < all.size(); i++) {
            all.get(i).await("PublishNotify", told.get(i) + 1);
        }
        assertThat(all).allMatch(viewer -> viewer.count("UnpublishNotify") == 1);
    }

    @Test
    void aNameIsPublishedOnceInTheWholeCluster() throws Exception {
        fleet = Fleet.of(home, 2);
        StreamPublisher first = publish(fleet.url(0, Protocol.RTMP));
        assertThatThrownBy(() -> publish(fleet.url(1, Protocol.RTMFP)))
                .hasMessageContaining("already published");
        first.close();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> publish(fleet.url(1, Protocol.RTMFP)) != null);
    }

    @Test
    void viewersGoOnWithTheNextPublisherWhenAnOriginDies() throws Exception {
        fleet = Fleet.of(home, 3);
        Viewer viewer = new Viewer(fleet.url(1, Protocol.RTMFP));
        StreamPublisher publisher = publish(fleet.url(0, Protocol.RTMFP));
        send(publisher, CODEC);
        reaches(publisher, List.of(viewer));
        fleet.kill(0);
        viewer.await("UnpublishNotify", 1);
        StreamPublisher next = publish(fleet.url(2, Protocol.RTMFP));
        send(next, CODEC);
        reaches(next, List.of(viewer));
        viewer.await("PublishNotify", 2);
    }
}
