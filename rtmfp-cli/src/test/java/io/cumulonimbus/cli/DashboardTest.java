package io.cumulonimbus.cli;

import static io.cumulonimbus.cli.Clients.connect;
import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.admin.AdminDoor;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.config.AdminConfig;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.edge.EdgeAdmin;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.PublishOptions;
import io.cumulonimbus.netclient.StreamListener;
import io.cumulonimbus.netclient.StreamPublisher;
import io.cumulonimbus.origin.OriginAdmin;
import io.cumulonimbus.testkit.browser.Chromium;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page for operators, in a real browser. */
class DashboardTest {
    private static final double LIVE = -1;

    @TempDir private Path home;

    private static AdminConfig config(String token) {
        return new AdminConfig(
                InetAddress.getLoopbackAddress(), OptionalInt.of(0), Secret.of(token));
    }

    private Chromium browser() throws Exception {
        Optional<Path> program = Chromium.program();
        if (program.isEmpty()) {
            System.err.println("SKIPPED: pages are not tried, because chromium is not installed");
        }
        Assumptions.assumeTrue(program.isPresent(), "chromium is not installed");
        return Chromium.start(program.get(), Files.createDirectory(home.resolve("profile")));
    }

    private static void await(Chromium browser, String expression) {
        Awaitility.await()
                .alias(expression)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions() // of a page that is not there yet
                .until(() -> browser.evaluate("Boolean(" + expression + ")").asBoolean());
    }

    private static String text(Chromium browser, String selector) throws Exception {
        return browser.evaluate("document.querySelector('" + selector + "').textContent").asText();
    }

    private static String address(AdminDoor door) {
        return "http://127.0.0.1:" + door.address().getPort() + "/";
    }

    /** Keeps a picture for whoever wants to look, when a folder for that is given. */
    private static void picture(Chromium browser, String name) throws Exception {
        String folder = System.getProperty("pictures", "");
        if (!folder.isEmpty()) {
            Files.write(Path.of(folder, name + ".png"), browser.picture());
        }
    }

    @Test
    void anOperatorSeesASessionAndDisconnectsIt() throws Exception {
        Stage stage = Stage.start(home, Way.THROUGH_EDGE);
        try (Chromium browser = browser();
                AdminDoor door =
                        OriginAdmin.open(config(""), stage.origin(), () -> true).orElseThrow();
                AdminDoor below =
                        EdgeAdmin.open(config(""), stage.edge(), () -> true).orElseThrow();
                NetClient client = NetClient.start()) {
            browser.open(address(door));
            await(browser, "document.querySelector('#state').textContent === 'ready'");
            await(
                    browser,
                    "document.querySelector('#session-table tbody').textContent === 'No clients'");
            await(browser, "document.querySelectorAll('#map .node').length === 2");

            NetConnectionClient watching = connect(client, stage.url("live"));
            watching.play("film", LIVE, StreamListener.NONE).get(60, TimeUnit.SECONDS);
            StreamPublisher publisher =
                    connect(client, stage.url(Protocol.RTMP, "live"))
                            .publish("film", PublishOptions.RELIABLE, StreamListener.NONE)
                            .get(60, TimeUnit.SECONDS);
            byte[] picture = new byte[8_000];
            picture[0] = 0x17;
            picture[1] = 1;
            for (int i = 0; i < 200; i++) {
                publisher.write(MediaKind.VIDEO, i * 40L, picture);
            }
            await(browser, "document.querySelectorAll('#session-table tbody tr').length === 2");
            await(browser, "document.querySelector('#stream-table').textContent.includes('film')");
            await(browser, "document.querySelector('#chart-bits .curve.a').points.length >= 2");
            watching.connectPeer("ab".repeat(32));
            await(browser, "document.querySelector('#latest-table').textContent.includes('abab')");
            assertThat(text(browser, "#latest-table")).contains("there is no such client");
            picture(browser, "origin-light");
            PageChecks.keysReachEverything(browser);
            PageChecks.canBeReadInLightAndDark(browser);
            checkConnectivity(browser);
            disconnectFirst(browser);
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(watching.closed()::isDone);
            await(browser, "document.querySelectorAll('#session-table tbody tr').length === 1");

            browser.open(address(below));
            await(browser, "document.querySelectorAll('#session-table tbody tr').length === 1");
            assertThat(browser.evaluate("document.querySelector('#streams').hidden").asBoolean())
                    .isTrue();
            PageChecks.canBeReadInLightAndDark(browser);
            PageChecks.theme(browser, "dark");
            picture(browser, "edge-dark");
            assertThat(browser.complaints()).isEmpty();
        } finally {
            stage.close();
        }
    }

    private static void checkConnectivity(Chromium browser) throws Exception {
        browser.evaluate("document.querySelector('#session-table tbody button').click()");
        await(browser, "document.querySelector('#detail').open");
        assertThat(text(browser, "#detail")).contains("RTMFP").contains("How others reach it");
        picture(browser, "detail");
        browser.press("Escape");
        await(browser, "!document.querySelector('#detail').open");
    }

    /** By keys alone. */
    private static void disconnectFirst(Chromium browser) throws Exception {
        browser.evaluate(
                "document.querySelector('#session-table tbody button:nth-of-type(2)').focus()");
        browser.press("Enter");
        await(browser, "document.querySelector('#confirm').open");
        assertThat(browser.evaluate("document.activeElement.id").asText()).isEqualTo("confirm-no");
        picture(browser, "confirm");
        browser.press("Tab");
        assertThat(browser.evaluate("document.activeElement.id").asText()).isEqualTo("confirm-yes");
        browser.press("Enter");
        await(browser, "!document.querySelector('#confirm').open");
    }

    @Test
    void theTokenIsAskedForAndAForeignPageGetsNothing() throws Exception {
        try (Stage stage = Stage.start(home, Way.DIRECT);
                Chromium browser = browser();
                AdminDoor door =
                        OriginAdmin.open(config("t0k"), stage.origin(), () -> true).orElseThrow()) {
            browser.open(address(door));
            await(browser, "!document.querySelector('#entry').hidden");
            assertThat(browser.evaluate("document.querySelector('#main').hidden").asBoolean())
                    .isTrue();
            browser.type("wrong");
            browser.press("Enter");
            await(
                    browser,
                    "document.querySelector('#notice').textContent.includes('not the token')");
            browser.type("t0k");
            browser.press("Enter");
            await(browser, "document.querySelector('#state').textContent === 'ready'");
            await(browser, "!document.querySelector('#main').hidden");
            browser.press("/");
            assertThat(browser.evaluate("document.activeElement.id").asText()).isEqualTo("search");
            // By another name it is another site, which is allowed nothing.
            String foreign = "http://localhost:" + door.address().getPort() + "/api/drain";
            assertThat(
                            browser.evaluate(
                                            "fetch('"
                                                    + foreign
                                                    + "', {method: 'POST'}).then(() => 'sent', e => 'refused')")
                                    .asText())
                    .isEqualTo("refused");
            assertThat(stage.origin().controls().isDraining()).isFalse();
        }
    }
}
