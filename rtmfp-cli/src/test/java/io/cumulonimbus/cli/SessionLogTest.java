package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.cumulonimbus.netclient.NetClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** What the log says of sessions. */
class SessionLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("session");
    private final List<Map<String, String>> lines = new CopyOnWriteArrayList<>();
    private final AppenderBase<ILoggingEvent> appender =
            new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    Map<String, String> line = new LinkedHashMap<>();
                    line.put("message", event.getFormattedMessage());
                    for (KeyValuePair pair : event.getKeyValuePairs()) {
                        line.put(pair.key, pair.value.toString());
                    }
                    lines.add(line);
                }
            };

    @BeforeEach
    void listen() {
        appender.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(appender);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(appender);
        logger.setLevel(null);
    }

    @Test
    void eachEventOfASessionIsALineThatSaysWhose(@TempDir Path home) throws Exception {
        try (Stage stage = Stage.start(home, Way.DIRECT).application(home, "hello", "");
                NetClient client = NetClient.start()) {
            connect(client, stage.url("hello?a=b"));
            await().atMost(Duration.ofSeconds(60)).until(() -> said("session closed").size() == 1);
            Map<String, String> opened = said("session opened").get(0);
            assertThat(opened).containsEntry("session", "1").containsEntry("protocol", "rtmfp");
            assertThat(opened.get("peer")).matches("[0-9a-f]{64}");
            assertThat(opened.get("address")).startsWith("127.0.0.1:");
            assertThat(said("session connected").get(0))
                    .containsAllEntriesOf(Map.of("session", "1", "application", "/hello"));
            assertThat(said("session closed").get(0))
                    .containsEntry("peer", opened.get("peer"))
                    .containsEntry("application", "/hello")
                    .containsEntry("reason", "far_closed");
            assertThatThrownBy(() -> connect(client, stage.url("nowhere"))).isNotNull();
            assertThat(said("connection refused").get(0))
                    .containsEntry("code", "NetConnection.Connect.InvalidApp")
                    .containsEntry("reason", "Application /nowhere doesn't exist");
        }
    }

    private List<Map<String, String>> said(String message) {
        return lines.stream().filter(line -> line.get("message").equals(message)).toList();
    }

    private static void connect(NetClient client, String url) throws Exception {
        Clients.connect(client, url).close().get(60, TimeUnit.SECONDS);
    }
}
