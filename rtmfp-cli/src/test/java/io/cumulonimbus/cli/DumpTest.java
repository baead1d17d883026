package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.net.dump.Dump;
import io.cumulonimbus.net.dump.DumpFilter;
import io.cumulonimbus.netclient.NetClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** What {@code --dump} writes. */
class DumpTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("dump");
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender =
            new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    lines.add(event.getFormattedMessage());
                }
            };

    @BeforeEach
    void listen() {
        appender.start();
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(appender);
    }

    @AfterEach
    void leave() {
        Dump.begin(DumpFilter.NOTHING);
        logger.detachAppender(appender);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    @Test
    void row4PacketsAndMessagesAreWrittenInClearText(@TempDir Path home) throws Exception {
        Dump.begin(DumpFilter.read("all,127.0.0."));
        talk(home);
        await().atMost(Duration.ofSeconds(60)).until(() -> said("SessionCloseAck"));
        assertThat(lines)
                .anyMatch(line -> line.matches("rtmfp packet from 127.0.0.1:\\d+: .*IHello.*"))
                .anyMatch(line -> line.matches("rtmfp packet to 127.0.0.1:\\d+: .*RIKeying.*"))
                .anyMatch(line -> line.matches("rtmfp packet to .*UserData\\(flowId=2 .*"))
                .anyMatch(line -> line.matches("rtmfp message from .*command at 0 ms, .*"));
    }

    @Test
    void whatIsNotAskedForIsNotWritten(@TempDir Path home) throws Exception {
        Dump.begin(DumpFilter.read("messages,192.0.2."));
        talk(home.resolve("others"));
        assertThat(lines).isEmpty();
        Dump.begin(DumpFilter.read("messages"));
        talk(home.resolve("messages"));
        assertThat(said("message")).isTrue();
        assertThat(said("packet")).isFalse();
    }

    @Test
    void bothWaysOfRtmpAndFramesOfLinksAreWritten(@TempDir Path home) throws Exception {
        Dump.begin(DumpFilter.read("rtmp,link"));
        try (Stage stage = Stage.start(home, Way.THROUGH_EDGE);
                NetClient client = NetClient.start()) {
            Clients.connect(client, stage.url(Protocol.RTMP, "live"))
                    .close()
                    .get(60, TimeUnit.SECONDS);
            await().atMost(Duration.ofSeconds(60)).until(() -> said("SessionClose("));
        }
        String edge = "\\S+"; // its public address
        String result = "02 00 07 5f726573756c74".replace(" ", ""); // _result
        assertThat(lines)
                .anyMatch(line -> line.matches("rtmp message from 127.*command at 0 ms, .*"))
                .anyMatch(l -> l.matches("rtmp message to 127.*command at .*" + result + ".*"))
                .anyMatch(line -> line.matches("link frame from \\?: Hello\\(.*"))
                .anyMatch(line -> line.matches("link frame to " + edge + ": Attached\\(.*"))
                .anyMatch(line -> line.matches("link frame from " + edge + ": SessionOpen\\(.*"))
                .noneMatch(line -> line.contains("rtmfp"));
    }

    @Test
    void aWrongFilterIsNamed() {
        assertThatThrownBy(() -> DumpFilter.read("everything"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 'everything'");
        assertThat(DumpFilter.read("10.0.").kinds()).containsExactlyInAnyOrder("rtmfp", "messages");
    }

    private boolean said(String word) {
        return lines.stream().anyMatch(line -> line.contains(word));
    }

    private static void talk(Path home) throws Exception {
        try (Stage stage = Stage.start(home, Way.DIRECT);
                NetClient client = NetClient.start()) {
            Clients.connect(client, stage.url("live")).close().get(60, TimeUnit.SECONDS);
        }
    }
}
