package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.config.EdgeConfig;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.edge.Edge;
import io.cumulonimbus.netclient.ConnectOptions;
import io.cumulonimbus.netclient.ConnectionListener;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.PublishOptions;
import io.cumulonimbus.netclient.StreamListener;
import io.cumulonimbus.netclient.StreamPublisher;
import io.cumulonimbus.origin.Origin;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients of one server whose sessions live on different loops. */
@ParameterizedClass
@EnumSource(Way.class)
class SeveralLoopsTest {
    private static final int PLAYERS = 12;
    private static final int MESSAGES = 50;
    private static final Secret SECRET = Secret.of("a secret of these tests");

    @Parameter Way way;

    /** With four shards, one of them has all thirteen clients once in 16 million runs. */
    @Test
    void aStreamIsPublishedOnOneLoopAndPlayedOnOthers(@TempDir Path home) throws Exception {
        Files.createDirectories(home.resolve("www/live"));
        OriginConfig config =
                OriginConfig.defaults(home)
                        .listeningOn(InetAddress.getByName("127.0.0.1"), 0)
                        .withThreads(4);
        if (way == Way.THROUGH_EDGE) {
            config = config.withEdges(config.edges().activatedOn(0, SECRET));
        }
        List<NetClient> clients = new ArrayList<>();
        List<AtomicInteger> received = new ArrayList<>();
        try (Origin origin = Origin.start(config);
                Edge edge = way == Way.DIRECT ? null : edge(home, origin)) {
            int door = (edge == null ? origin.rtmfpAddress() : edge.rtmfpAddress()).getPort();
            for (int i = 0; i < PLAYERS; i++) {
                AtomicInteger count = new AtomicInteger();
                received.add(count);
                get(connect(clients, door).play("film", -1, new Counting(count)));
            }
            NetConnectionClient author = connect(clients, door);
            StreamPublisher publisher =
                    author.publish("film", PublishOptions.RELIABLE, new StreamListener() {})
                            .get(60, TimeUnit.SECONDS);
            for (int i = 0; i < MESSAGES; i++) {
                assertThat(publisher.write(MediaKind.AUDIO, i * 20L, new byte[100])).isTrue();
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> received.stream().allMatch(count -> count.get() == MESSAGES));
            clients.forEach(NetClient::close);
        }
    }

    private static Edge edge(Path home, Origin origin) throws Exception {
        int link = origin.edgesAddress().orElseThrow().getPort();
        return Edge.start(
                EdgeConfig.defaults(home, SECRET)
                        .listeningOn(InetAddress.getByName("127.0.0.1"), 0)
                        .withThreads(4)
                        .linkedTo(new HostPort("127.0.0.1", link)));
    }

    private record Counting(AtomicInteger count) implements StreamListener {
        @Override
        public void onMessage(MediaKind kind, long timestamp, Message payload) {
            if (kind == MediaKind.AUDIO) {
                count.incrementAndGet();
            }
        }
    }

    /** Each client has a port of its own, and so its place among the loops. */
    private static NetConnectionClient connect(List<NetClient> clients, int door) throws Exception {
        NetClient client = NetClient.start();
        clients.add(client);
        URI uri = URI.create("rtmfp://127.0.0.1:" + door + "/live");
        return client.connect(
                        uri,
                        ConnectOptions.DEFAULT.withTimeout(Duration.ofSeconds(60)),
                        ConnectionListener.NONE)
                .get(60, TimeUnit.SECONDS);
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(60, TimeUnit.SECONDS);
    }
}
