package io.cumulonimbus.netclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.udp.KeyingProxy;
import io.cumulonimbus.net.udp.UdpGateway;
import io.cumulonimbus.net.udp.UdpOptions;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmfp.endpoint.EndpointConfig;
import io.cumulonimbus.testkit.UdpRelay;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetClientTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private final Loops loops = Loops.startDaemons("server", 1);
    private final KeyingProxy keying = new KeyingProxy(1, 256);
    private final SmallServer server = new SmallServer();
    private final NetClient client = NetClient.start();
    private UdpGateway gateway;

    @BeforeEach
    void serve() {
        SecureRandom random = new SecureRandom();
        gateway =
                UdpGateway.start(
                                loops,
                                new UdpGateway.Setup(
                                        List.of(
                                                new InetSocketAddress(
                                                        InetAddress.getLoopbackAddress(), 0)),
                                        UdpOptions.DEFAULT,
                                        EndpointConfig.SERVER,
                                        Identity.server(random),
                                        random),
                                keying,
                                loop -> server)
                        .join();
    }

    @AfterEach
    void end() {
        client.close();
        loops.close();
        keying.close();
    }

    private static URI uri(InetSocketAddress at) {
        return URI.create("rtmfp://127.0.0.1:" + at.getPort() + "/app/room?token=1");
    }

    private static <T> T get(CompletableFuture<T> future) {
        return future.orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join();
    }

    private CompletableFuture<NetConnectionClient> attempt() {
        return client.connect(
                uri(gateway.addresses().get(0)),
                ConnectOptions.DEFAULT.withTimeout(LONG),
                ConnectionListener.NONE);
    }

    private NetConnectionClient connect() {
        return get(attempt());
    }

    /** Counts what a player gets. */
    private static final class Counting implements StreamListener {
        final List<String> statuses = new CopyOnWriteArrayList<>();
        final List<String> video = new CopyOnWriteArrayList<>();
        volatile int audio;
        volatile boolean closed;

        @Override
        public void onStatus(Status status) {
            statuses.add(status.code());
        }

        @Override
        public void onMessage(MediaKind kind, long timestamp, Message payload) {
            if (kind == MediaKind.VIDEO) {
                video.add(timestamp + " " + payload.length());
            } else if (kind == MediaKind.AUDIO) {
                audio++;
            }
        }

        @Override
        public void onClosed() {
            closed = true;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void aCallIsAnsweredOverRealUdp(int encoding) {
        NetConnectionClient connection =
                get(
                        client.connect(
                                uri(gateway.addresses().get(0)),
                                ConnectOptions.DEFAULT.withObjectEncoding(encoding),
                                ConnectionListener.NONE));
        AmfObject asked = new AmfObject().put("name", "World");
        AmfObject answered = (AmfObject) get(connection.call("echo", asked));

        assertThat(answered.get("name").asText()).hasValue("World");
        assertThat(connection.connected().code()).isEqualTo("NetConnection.Connect.Success");
        await().until(() -> server.heard.contains("setPeerInfo"));
    }

    @Test
    void theServerSeesWhoConnects() {
        NetConnectionClient connection = connect();

        assertThat(server.sessions.get(0).client.identity().peerIdHex())
                .isEqualTo(connection.peerId());
        assertThat(server.sessions.get(0).client.identity().uri())
                .isEqualTo(uri(gateway.addresses().get(0)).toString());
    }

    @Test
    void aFilePassesFromPublisherToPlayerAsFastAsItGoes() {
        Counting player = new Counting();
        get(connect().play("cam", -2, player));
        StreamPublisher publisher =
                get(connect().publish("cam", PublishOptions.RELIABLE, StreamListener.NONE));
        for (int i = 0; i < 500; i++) {
            get(publisher.whenQueuedAtMost(256 << 10));
            assertThat(publisher.write(MediaKind.VIDEO, i * 40, new byte[5000 + i])).isTrue();
            assertThat(publisher.write(MediaKind.AUDIO, i * 40, new byte[200])).isTrue();
        }
        get(publisher.close());
        await().atMost(LONG).until(() -> player.video.size() == 500 && player.audio == 500);

        assertThat(player.video.get(499)).isEqualTo("19960 5499");
        assertThat(player.statuses).startsWith("NetStream.Play.Reset", "NetStream.Play.Start");
        assertThat(server.heard).contains("closeStream");
    }

    @Test
    void nothingOfAReliableStreamIsLostOnALossyNetwork() {
        try (UdpRelay relay = new UdpRelay(gateway.addresses().get(0), 0.05, 7)) {
            ConnectOptions patient = ConnectOptions.DEFAULT.withTimeout(LONG);
            URI lossy = uri(relay.address());
            Counting player = new Counting();
            get(
                    get(client.connect(lossy, patient, ConnectionListener.NONE))
                            .play("cam", -2, player));
            StreamPublisher publisher =
                    get(
                            get(client.connect(lossy, patient, ConnectionListener.NONE))
                                    .publish("cam", PublishOptions.RELIABLE, StreamListener.NONE));
            for (int i = 0; i < 200; i++) {
                publisher.write(MediaKind.VIDEO, i * 40, new byte[3000]);
            }
            get(publisher.close());
            await().atMost(LONG).until(() -> player.video.size() == 200);
        }
    }

    @Test
    void aRefusedConnectSaysWhy() {
        CompletableFuture<NetConnectionClient> refused =
                client.connect(
                        uri(gateway.addresses().get(0)),
                        ConnectOptions.DEFAULT.withArguments(AmfValue.of("refuse me")),
                        ConnectionListener.NONE);

        assertThatThrownBy(() -> get(refused))
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOf(NetClientException.class)
                .hasMessageContaining("Connect.Rejected");
        await().until(() -> client.connections() == 0);
    }

    @Test
    void anUnreachableServerIsNamed() {
        InetSocketAddress dead = gateway.addresses().get(0);
        gateway.stop(Duration.ofSeconds(1)).join();
        CompletableFuture<NetConnectionClient> connection =
                client.connect(
                        uri(dead),
                        ConnectOptions.DEFAULT.withTimeout(Duration.ofMillis(300)),
                        ConnectionListener.NONE);

        assertThatThrownBy(() -> get(connection))
                .hasMessageContaining("No answer from 127.0.0.1:" + dead.getPort());
        await().until(() -> client.connections() == 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost/app", "rtmfp:x", "rtmfp://localhost:99999/x", "rtmfp:/x"})
    void aUrlThatIsNoneOfOursIsRefused(String text) {
        assertThatThrownBy(() -> get(client.connect(URI.create(text))))
                .cause()
                .isInstanceOf(NetClientException.class);
    }

    @Test
    void manyConnectionsOfOneClientAreManyPeers() {
        List<CompletableFuture<NetConnectionClient>> connecting = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            connecting.add(attempt());
        }
        List<String> ids = connecting.stream().map(c -> get(c).peerId()).distinct().toList();
        assertThat(ids).hasSize(50);
        connecting.forEach(one -> get(get(one).close()));

        await().until(() -> client.connections() == 0);
        await().until(() -> server.sessions.stream().allMatch(s -> s.closed != null));
    }

    @Test
    void stoppingTheServerEndsConnectionAndStreams() {
        Counting player = new Counting();
        NetConnectionClient connection = connect();
        get(connection.play("cam", -2, player));
        gateway.stop(Duration.ofSeconds(3)).join();

        assertThat(get(connection.closed())).isEqualTo(CloseReason.FAR_CLOSED);
        assertThat(player.closed).isTrue();
    }
}
