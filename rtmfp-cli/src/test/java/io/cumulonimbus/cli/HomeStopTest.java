package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.edge.Edge;
import io.cumulonimbus.netclient.NetConnectionClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application whose home, a process of its own, does not run for a while. */
class HomeStopTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Others wait for longer before they take it for dead. */
    private static final long SHORT_NS = 4_000_000_000L;

    private static final String SCRIPT =
            """
            function onConnection(client, response)
                function client:where()
                    return cumulus.cluster.name.." "..tostring(client.resumed)
                end
            end
            """;

    @TempDir Path home;
    private final Clients clients = new Clients();
    private Homes homes = Homes.none();

    @AfterEach
    void stop() {
        clients.close();
        homes.close();
    }

    private static String where(NetConnectionClient client) throws Exception {
        return client.call("where").get(60, TimeUnit.SECONDS).asText().orElseThrow();
    }

    @Test
    void itStaysThroughAShortStopAndMovesInALongOne() throws Exception {
        homes = Homes.of(home, SCRIPT, "ann", "ben");
        NetConnectionClient direct = clients.connect(homes.url("ann"));
        assertThat(where(direct)).isEqualTo("ann false");
        try (Edge edge = homes.edge("ben")) {
            NetConnectionClient behind = clients.connect(Homes.url(edge));
            assertThat(where(behind)).isEqualTo("ann false");

            long beganNs = System.nanoTime();
            homes.signal("ann", "STOP");
            Thread resumer = continueIn(1_000);
            String answer = where(behind);
            resumer.join();
            boolean wasShort = System.nanoTime() - beganNs < SHORT_NS;
            Assumptions.assumeTrue(wasShort, "SKIPPED: the machine is too slow for a short stop");
            assertThat(answer).startsWith("ann ");
            assertThat(where(direct)).isEqualTo("ann false");

            homes.signal("ann", "STOP");
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(where(behind)).isEqualTo("ben true"));
            homes.signal("ann", "CONT");
            await().atMost(PATIENCE).until(() -> direct.closed().isDone());
            assertThat(behind.closed()).isNotDone();
            assertThat(where(behind)).isEqualTo("ben true");
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(
                            () ->
                                    assertThat(where(clients.connect(homes.url("ann"))))
                                            .isEqualTo("ben false"));
        }
    }

    /** The time is what is tested here: a home that is stopped for so long is not replaced. */
    private Thread continueIn(long millis) {
        return Thread.ofPlatform()
                .start(
                        () -> {
                            try {
                                new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
                                homes.signal("ann", "CONT");
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        });
    }
}
