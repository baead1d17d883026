package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.config.EdgeConfig;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.edge.Edge;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.PublishOptions;
import io.cumulonimbus.netclient.StreamListener;
import io.cumulonimbus.netclient.StreamPublisher;
import io.cumulonimbus.origin.Origin;
import io.cumulonimbus.testkit.TcpRelay;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One stream, an edge with several loops, and viewers on all of them. */
class EdgeFanOutTest {
    private static final Secret SECRET = Secret.of("a secret of these tests");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MESSAGES = 100;
    private static final int LENGTH = 1000;
    private static final int MORE = 11;

    /** So many are sent at once. */
    private static final int PORTION = 10;

    /** On a machine that is too busy audio may expire on its way from the edge. */
    private static final int LATE = 30;

    private static final String SCRIPT =
            """
            listeners = {}
            function onSubscribe(client, listener) table.insert(listeners, listener) end
            function onConnection(client)
                function client:busy()
                    local busy = 0
                    for _, listener in ipairs(listeners) do
                        if listener.audioQOS.byteRate > 0 then busy = busy + 1 end
                    end
                    return tostring(busy)
                end
            end
            """;

    private final List<NetClient> clients = new ArrayList<>();
    private final List<AtomicInteger> received = new ArrayList<>();
    private Edge edge;

    private NetConnectionClient connect() throws Exception {
        NetClient client = NetClient.start();
        clients.add(client);
        return Clients.connect(
                client, "rtmfp://127.0.0.1:" + edge.rtmfpAddress().getPort() + "/live");
    }

    private void watch() throws Exception {
        AtomicInteger count = new AtomicInteger();
        received.add(count);
        connect().play("film", -1, new Counting(count)).get(60, TimeUnit.SECONDS);
    }

    private record Counting(AtomicInteger count) implements StreamListener {
        @Override
        public void onMessage(MediaKind kind, long timestamp, Message payload) {
            if (kind == MediaKind.AUDIO) {
                count.incrementAndGet();
            }
        }
    }

    /** Sends so much, and answers how many bytes the origin had to send to the edge for it. */
    private static long bytesFor(StreamPublisher publisher, TcpRelay link, List<AtomicInteger> to) {
        to.forEach(count -> count.set(0));
        long before = link.answeredBytes();
        for (int sent = 0; sent < MESSAGES; sent += PORTION) {
            for (int i = sent; i < sent + PORTION; i++) {
                assertThat(publisher.write(MediaKind.AUDIO, i * 20L, new byte[LENGTH])).isTrue();
            }
            int enough = sent + PORTION - LATE;
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(to).allMatch(count -> count.get() >= enough));
        }
        return link.answeredBytes() - before;
    }

    @Test
    void aStreamCrossesOnceHoweverManyLoopsHaveViewers(@TempDir Path home) throws Exception {
        Path live = Files.createDirectories(home.resolve("www/live"));
        Files.writeString(live.resolve("main.lua"), SCRIPT);
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        OriginConfig config = OriginConfig.defaults(home).listeningOn(loopback, 0).withThreads(2);
        try (Origin origin = Origin.start(config.withEdges(config.edges().activatedOn(0, SECRET)));
                TcpRelay link = new TcpRelay(origin.edgesAddress().orElseThrow());
                Edge started =
                        Edge.start(
                                EdgeConfig.defaults(home, SECRET)
                                        .listeningOn(loopback, 0)
                                        .withThreads(4)
                                        .linkedTo(
                                                new HostPort(
                                                        "127.0.0.1", link.address().getPort())))) {
            edge = started;
            NetConnectionClient author = connect();
            StreamPublisher publisher =
                    author.publish("film", PublishOptions.RELIABLE, new StreamListener() {})
                            .get(60, TimeUnit.SECONDS);
            watch();
            bytesFor(publisher, link, received); // the first frames make flows and streams known
            long forOne = bytesFor(publisher, link, received);
            for (int i = 0; i < MORE; i++) {
                watch();
            }
            bytesFor(publisher, link, received);
            long forAll = bytesFor(publisher, link, received);
            assertThat(forOne).isGreaterThan(MESSAGES * LENGTH);
            assertThat(forAll).isLessThan(forOne * 3 / 2);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> {
                                bytesFor(publisher, link, received);
                                assertThat(busy(author)).isEqualTo(1 + MORE);
                            });
        } finally {
            clients.forEach(NetClient::close);
        }
    }

    private static int busy(NetConnectionClient client) throws Exception {
        return Integer.parseInt(
                client.call("busy").get(60, TimeUnit.SECONDS).asText().orElseThrow());
    }
}
