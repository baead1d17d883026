package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.PublishOptions;
import io.cumulonimbus.netclient.StreamListener;
import io.cumulonimbus.netclient.StreamPublisher;
import io.cumulonimbus.origin.Origin;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * All edges of an origin are restarted one after the other, as processes, while films are published
 * and watched. Clients of RTMFP know the origin's address, those of RTMP that of a balancer.
 *
 * <p>Who sees and hears nothing for more than 5 s, or is not told of an end in order, fails the
 * test. Pictures begin with the next key frame for whoever comes back. That takes a machine that is
 * not busy with other things, so it runs when it is asked for.
 */
@EnabledIfEnvironmentVariable(named = "ROLLING_RESTART", matches = ".+")
class EdgeRestartTest {
    private static final int FRAME_MS = 40;
    private static final Duration LONGEST = Duration.ofSeconds(5);

    @TempDir Path home;
    private final NetClient clients = NetClient.startWatchful(2);
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
    private final List<Regular> publishers = new ArrayList<>();
    private final List<Regular> viewers = new ArrayList<>();
    private final List<Regular> enhanced = new ArrayList<>();
    private OriginWithEdges servers;
    private Origin origin;
    private List<ServerInProcess> edges;
    private Entry entry;

    @BeforeEach
    void start() throws Exception {
        servers =
                OriginWithEdges.start(
                        home,
                        "app",
                        OriginWithEdges.COUNTING,
                        edge ->
                                edge.withoutRtmp()
                                        .open("port", "rtmp.port", "admin.port")
                                        .set("drainPeriod=0"));
        origin = servers.origin();
        edges = servers.edges();
        entry = Entry.open(doors(edges));
        awaitEdges(2);
    }

    @AfterEach
    void stop() {
        clock.shutdownNow();
        clients.close();
        if (entry != null) {
            entry.close();
        }
        servers.close();
    }

    private static List<Integer> doors(List<ServerInProcess> edges) {
        return edges.stream().map(edge -> edge.port("rtmp.port")).toList();
    }

    /** Waits until the origin sends clients to so many. */
    private void awaitEdges(int count) {
        await().until(() -> servers.taking() == count);
    }

    private URI rtmfp() {
        return URI.create("rtmfp://127.0.0.1:" + origin.rtmfpAddress().getPort() + "/app");
    }

    private URI rtmp() {
        return URI.create("rtmp://127.0.0.1:" + entry.port() + "/app");
    }

    private Regular publisher(URI server, String stream) {
        return new Regular(
                clients,
                server,
                self ->
                        self.connection()
                                .publish(stream, PublishOptions.RELIABLE, StreamListener.NONE)
                                .thenAccept(this::film));
    }

    /** Pictures with two seconds between key frames, where those begin who come, and sound. */
    private void film(StreamPublisher stream) {
        AtomicInteger count = new AtomicInteger();
        clock.scheduleAtFixedRate(
                () -> {
                    int i = count.getAndIncrement();
                    byte[] picture = new byte[600];
                    picture[0] = (byte) (i % (2_000 / FRAME_MS) == 0 ? 0x17 : 0x27);
                    picture[1] = 1;
                    byte[] sound = {(byte) 0xaf, 1, (byte) i};
                    stream.write(MediaKind.AUDIO, i * (long) FRAME_MS, sound);
                    if (!stream.write(MediaKind.VIDEO, i * (long) FRAME_MS, picture)) {
                        throw new CancellationException("no more of it");
                    }
                },
                0,
                FRAME_MS,
                TimeUnit.MILLISECONDS);
    }

    private void connectAll() throws Exception {
        int each = 20;
        publishers.add(publisher(rtmfp(), "film-0"));
        publishers.add(publisher(rtmfp(), "film-1"));
        for (int i = 0; i < each; i++) {
            viewers.add(Regular.viewer(clients, rtmfp(), "film-" + i % 2));
            enhanced.add(Regular.viewer(clients, rtmp(), "film-" + i % 2));
        }
        for (Regular one : all().toList()) {
            one.begin().get(60, TimeUnit.SECONDS);
        }
        awaitPictures();
    }

    private Stream<Regular> all() {
        return Stream.of(publishers, viewers, enhanced).flatMap(List::stream);
    }

    private void awaitPictures() {
        List<Regular> watching = Stream.concat(viewers.stream(), enhanced.stream()).toList();
        List<Integer> before = watching.stream().map(one -> one.media.get()).toList();
        for (int i = 0; i < watching.size(); i++) {
            Regular one = watching.get(i);
            int then = before.get(i);
            await().until(() -> one.media.get() > then + 10);
        }
    }

    /**
     * As operators do it: newcomers go elsewhere, those who can be asked go, and the rest hears.
     */
    private void restart(ServerInProcess edge) throws Exception {
        List<ServerInProcess> others = edges.stream().filter(one -> one != edge).toList();
        entry.leadTo(doors(others));
        edge.letNobodyIn();
        await().until(() -> entry.carried(edge.port("rtmp.port")) == 0);
        edge.process().terminate();
        assertThat(edge.process().exitCode()).isZero();
        awaitPictures();
        edge.start().process().ready();
        awaitEdges(2);
        entry.leadTo(doors(edges));
    }

    private static int ask(NetConnectionClient client, String what) throws Exception {
        return (int) client.call(what).get(30, TimeUnit.SECONDS).asNumber().orElseThrow();
    }

    @Test
    void clientsGoOnAtOtherEdgesAndEachEndIsToldOnce() throws Exception {
        connectAll();
        for (ServerInProcess edge : edges) {
            restart(edge);
        }
        awaitPictures();
        assertThat(enhanced).allSatisfy(one -> assertThat(one.invitations).hasPositiveValue());
        NetConnectionClient judge = viewers.get(0).connection();
        int present = (int) all().count();
        await().until(() -> ask(judge, "ended") == ask(judge, "came") - present);
        assertThat(ask(judge, "twice")).isZero();
        tell("RTMFP", viewers);
        tell("Enhanced RTMP", enhanced);
        assertThat(enhanced).allSatisfy(one -> assertThat(one.endings).isEmpty());
        assertThat(Stream.concat(viewers.stream(), publishers.stream()))
                .allSatisfy(one -> assertThat(one.endings).containsOnly(CloseReason.FAR_CLOSED));
        all().forEach(Regular::retire);
    }

    private static void tell(String protocol, List<Regular> viewers) {
        List<Long> silences =
                viewers.stream().map(one -> one.silenceNs.get() / 1_000_000).sorted().toList();
        System.out.printf(
                "%s: silences of %d to %d ms, %d in the middle%n",
                protocol,
                silences.get(0),
                silences.get(silences.size() - 1),
                silences.get(silences.size() / 2));
        assertThat(viewers)
                .allSatisfy(
                        one ->
                                assertThat(one.silenceNs.get())
                                        .as(String.join(", ", one.diary))
                                        .isLessThanOrEqualTo(LONGEST.toNanos()));
    }
}
