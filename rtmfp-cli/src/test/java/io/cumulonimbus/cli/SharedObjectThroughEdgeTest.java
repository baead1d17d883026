package io.cumulonimbus.cli;

import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.netclient.NetClient;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Shared objects of clients behind an edge; all else about them is in {@link SharedObjectTest}. */
@Timeout(120)
class SharedObjectThroughEdgeTest {
    @Test
    void whatOneChangesTheOtherSees(@TempDir Path home) throws Exception {
        try (Stage stage = Stage.start(home, Way.THROUGH_EDGE);
                NetClient client = NetClient.start();
                Member one = new Member(client, stage.url(Protocol.RTMFP, "live"), 3);
                Member two = new Member(client, stage.url(Protocol.RTMP, "live"), 0)) {
            one.use("shared", false);
            two.use("shared", false);
            for (int i = 0; i < 100; i++) {
                one.set("x", "" + i);
            }
            two.awaitData(Map.of("x", "99"));
            two.set("y", "other");
            one.awaitData(Map.of("x", "99", "y", "other"));
        }
    }
}
