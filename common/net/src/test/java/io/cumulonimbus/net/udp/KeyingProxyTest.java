package io.cumulonimbus.net.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.net.loop.Cancellable;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.rtmfp.crypto.DhGroup;
import io.cumulonimbus.rtmfp.crypto.DhKeyPair;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmfp.endpoint.EndpointConfig;
import io.cumulonimbus.rtmfp.endpoint.KeyingWork;
import io.cumulonimbus.rtmfp.endpoint.OpenFailure;
import io.cumulonimbus.rtmfp.endpoint.OpeningListener;
import io.cumulonimbus.rtmfp.endpoint.RtmfpEndpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Diffie-Hellman off the loops, with key pairs made in advance. */
class KeyingProxyTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final InetSocketAddress SERVER =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1935);

    private final SecureRandom random = new SecureRandom();
    private final List<KeyingWork> offered = new ArrayList<>();
    private final Loops loops = Loops.startDaemons("loop", 1);
    private KeyingProxy keying;

    @AfterEach
    void end() {
        loops.close();
        if (keying != null) {
            keying.close();
        }
    }

    /** Key agreements of a server with so many clients, which nobody has run yet. */
    private void offerFrom(int clients) {
        Identity identity = Identity.server(random);
        RtmfpEndpoint server =
                new RtmfpEndpoint(
                        EndpointConfig.SERVER,
                        identity,
                        client -> new Silent(),
                        offered::add,
                        () -> {},
                        random);
        for (int i = 0; i < clients; i++) {
            handshake(server, new InetSocketAddress(SERVER.getAddress(), 20_000 + i));
        }
    }

    private void handshake(RtmfpEndpoint server, InetSocketAddress at) {
        List<KeyingWork> own = new ArrayList<>();
        RtmfpEndpoint opening =
                new RtmfpEndpoint(
                        EndpointConfig.CLIENT,
                        Identity.client(random, List.of(DhGroup.MODP_1024)),
                        any -> new Silent(),
                        own::add,
                        () -> {},
                        random);
        opening.connect(
                EndpointDiscriminator.ofUri("rtmfp://x/"), List.of(SERVER), new Silent(), 0);
        opening.flush((bytes, length, to) -> server.receive(bytes, length, at, 0), 0);
        server.flush((bytes, length, to) -> opening.receive(bytes, length, SERVER, 0), 0);
        own.forEach(
                work -> {
                    work.run();
                    opening.complete(work, 0);
                });
        opening.flush((bytes, length, to) -> server.receive(bytes, length, at, 0), 0);
    }

    private static final class Silent implements ClientHandler, OpeningListener {
        @Override
        public Optional<FlowHandler> onFlow(IncomingFlow flow) {
            return Optional.empty();
        }

        @Override
        public void onClosed(CloseReason reason) {}

        @Override
        public ClientHandler onOpened(Client client) {
            return this;
        }

        @Override
        public void onFailed(OpenFailure reason) {}
    }

    @Test
    void keyPairsAreReadyBeforeAnybodyAsks() {
        Identity identity = Identity.server(random);
        keying = KeyingProxy.forServer(identity, 16, random);
        KeyPairStock stock = keying.stock().orElseThrow();
        for (DhGroup group : identity.certificate().groups()) {
            await().atMost(PATIENCE).until(() -> stock.ready(group) == KeyPairStock.FIRST);
        }
        for (DhGroup group : identity.certificate().groups()) {
            assertThat(stock.take(group).group()).isEqualTo(group);
        }
        assertThat(stock.missed()).isZero();
    }

    @Test
    void everyPairIsGivenOutOnce() {
        KeyPairStock stock = new KeyPairStock(List.of(DhGroup.MODP_1024), random);
        Set<DhKeyPair> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int round = 0; round < 4; round++) {
            refill(stock);
            for (int i = 0; i < 20; i++) {
                assertThat(seen.add(stock.take(DhGroup.MODP_1024))).isTrue();
            }
        }
        assertThat(stock.missed()).isPositive(); // the first eight did not last
    }

    @Test
    void theStockGrowsWithDemandAndNotBeyondItsBound() {
        KeyPairStock stock = new KeyPairStock(List.of(DhGroup.MODP_1024), random);
        refill(stock);
        assertThat(stock.ready(DhGroup.MODP_1024)).isEqualTo(KeyPairStock.FIRST);
        for (int i = 0; i < 200; i++) {
            stock.take(DhGroup.MODP_1024);
        }
        refill(stock);
        assertThat(stock.ready(DhGroup.MODP_1024)).isEqualTo(KeyPairStock.CAPACITY);
    }

    private static void refill(KeyPairStock stock) {
        int made = 0;
        while (stock.refill()) {
            made++;
            assertThat(made).isLessThanOrEqualTo(KeyPairStock.CAPACITY);
        }
    }

    @Test
    void aFullPoolGivesWorkBackUndoneAndCountsIt() throws InterruptedException {
        offerFrom(4);
        assertThat(offered).hasSize(4);
        keying = new KeyingProxy(1, 1);
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ConcurrentLinkedQueue<KeyingWork> back = new ConcurrentLinkedQueue<>();
        Loop slow = slow(reached, goOn);
        keying.submit(offered.get(0), slow, () -> back.add(offered.get(0)));
        reached.await();
        for (KeyingWork work : offered.subList(1, 4)) { // one may wait
            keying.submit(work, loops.loop(0), () -> back.add(work));
        }
        await().atMost(PATIENCE).until(() -> back.size() == 2);
        goOn.countDown();

        await().atMost(PATIENCE).until(() -> back.size() == 4);
        assertThat(keying.statistics()).isEqualTo(new KeyingStatistics(2, 2, 0));
    }

    /** A loop on the pool's own thread, which keeps it until it may go on. */
    private static Loop slow(CountDownLatch reached, CountDownLatch goOn) {
        return new Loop() {
            @Override
            public boolean inLoop() {
                return false;
            }

            @Override
            public void execute(Runnable task) {
                reached.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                task.run();
            }

            @Override
            public Cancellable schedule(Runnable task, long delayNs) {
                throw new UnsupportedOperationException();
            }

            @Override
            public long nowNs() {
                return 0;
            }
        };
    }

    @Test
    void agreementsTakeTheirKeysFromTheStock() {
        offerFrom(KeyPairStock.FIRST);
        Identity identity = Identity.server(random);
        keying = KeyingProxy.forServer(identity, 64, random);
        KeyPairStock stock = keying.stock().orElseThrow();
        await().atMost(PATIENCE).until(() -> stock.ready(DhGroup.MODP_1024) == KeyPairStock.FIRST);
        ConcurrentLinkedQueue<KeyingWork> back = new ConcurrentLinkedQueue<>();
        offered.forEach(work -> keying.submit(work, loops.loop(0), () -> back.add(work)));

        await().atMost(PATIENCE).until(() -> back.size() == offered.size());
        assertThat(keying.statistics()).isEqualTo(new KeyingStatistics(KeyPairStock.FIRST, 0, 0));
        await().atMost(PATIENCE)
                .until(() -> stock.ready(DhGroup.MODP_1024) == 3 * KeyPairStock.FIRST);
    }
}
