package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.rtmfp.endpoint.EndpointStatistics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first client of an edge that has just started, whom CumulusEdge made wait and ask again. */
class FirstConnectTest {
    /** A machine that stands still for a second makes clients ask again, but not each time. */
    private static final int TRIALS = 5;

    @TempDir Path home;

    @Test
    void nothingIsSaidTwice() throws Exception {
        List<String> repeated = new ArrayList<>();
        for (int trial = 0; trial < TRIALS; trial++) {
            EndpointStatistics seen = connect(home.resolve("trial" + trial));
            assertThat(seen.accepted()).isOne();
            long keyings = seen.accepted() + seen.badCookies() + seen.refusedKeyings();
            if (seen.hellos() == 1 && keyings == 1 && seen.retransmitted() == 0) {
                return;
            }
            repeated.add(seen.toString());
        }
        assertThat(repeated).isEmpty();
    }

    /** What one edge saw of one client that connected. */
    private static EndpointStatistics connect(Path home) throws Exception {
        try (Stage stage = Stage.start(home, Way.THROUGH_EDGE);
                NetClient client = NetClient.start()) {
            Clients.connect(client, stage.url("live"));
            return stage.atTheDoor().stream()
                    .filter(endpoint -> endpoint.hellos() > 0)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
