package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The sample applications that have to do with other services, which are real ones. */
@ParameterizedClass
@EnumSource(Way.class)
class SampleServicesTest {
    private static final int PATIENCE_MS = 60_000;
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Parameter Way way;
    @TempDir Path home;

    @Test
    void whatVisitorsWriteArrivesAsMail() throws Exception {
        GreenMail relay = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        relay.start();
        try (SampleStage stage =
                SampleStage.start(
                        home,
                        way,
                        "mail-me",
                        "smtp.host=127.0.0.1",
                        "smtp.port=" + relay.getSmtp().getPort(),
                        "mailme.to=us@example.org",
                        "mailme.from=website@example.org")) {
            Visitor ann = stage.visitor("mail-me");
            ann.call("send", "Ann", "ann@example.com", "Good morning!");
            ann.await("onSent true");
            assertThat(relay.waitForIncomingEmail(PATIENCE_MS, 1)).isTrue();
            var mail = relay.getReceivedMessages()[0];
            assertThat(mail.getAllRecipients())
                    .extracting(Object::toString)
                    .containsExactly("us@example.org");
            assertThat(mail.getFrom())
                    .extracting(Object::toString)
                    .containsExactly("website@example.org");
            assertThat(mail.getSubject()).isEqualTo("A message of Ann");
            assertThat(mail.getContent().toString())
                    .contains("Ann <ann@example.com> writes:")
                    .contains("Good morning!");
            assertThatThrownBy(() -> ann.call("send", "Ann", "ann@example.com", "Again"))
                    .hasMessage("one mail a minute, please");
            assertThat(relay.getReceivedMessages()).hasSize(1);
        } finally {
            relay.stop();
        }
    }

    @Test
    void whatIsNoMailIsNotSent() throws Exception {
        try (SampleStage stage =
                SampleStage.start(home, way, "mail-me", "mailme.to=us@example.org")) {
            Visitor eve = stage.visitor("mail-me");
            assertThatThrownBy(() -> eve.call("send", "Eve\nBcc: all@example.org", "e@e", "x"))
                    .hasMessageContaining("the name is missing or not right");
            assertThatThrownBy(() -> eve.call("send", "Eve", "nowhere", "x"))
                    .hasMessageContaining("the address is not right");
            assertThatThrownBy(() -> eve.call("send", "Eve", "e@e", " "))
                    .hasMessageContaining("the text is missing or too long");
        }
    }

    @Test
    void whoHasNoMailRelayIsTold() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            nobody = socket.getLocalPort();
        }
        try (SampleStage stage =
                SampleStage.start(
                        home,
                        way,
                        "mail-me",
                        "smtp.host=127.0.0.1",
                        "smtp.port=" + nobody,
                        "mailme.to=us@example.org")) {
            Visitor ann = stage.visitor("mail-me");
            ann.call("send", "Ann", "ann@example.com", "Good morning!");
            ann.await("onSent false");
        }
    }

    @Test
    void linesCrossTheBridgeBothWays() throws Exception {
        try (ServerSocket service = new ServerSocket(0, 10, LOOPBACK);
                SampleStage stage =
                        SampleStage.start(
                                home,
                                way,
                                "bridge",
                                "bridge.target=127.0.0.1:" + service.getLocalPort())) {
            service.setSoTimeout(PATIENCE_MS);
            Visitor ann = stage.visitor("bridge");
            try (Socket there = service.accept()) {
                there.setSoTimeout(PATIENCE_MS);
                BufferedReader in =
                        new BufferedReader(
                                new InputStreamReader(
                                        there.getInputStream(), StandardCharsets.UTF_8));
                OutputStream out = there.getOutputStream();
                ann.call("line", "Gr\u00fc\u00dfe");
                assertThat(in.readLine()).isEqualTo("Gr\u00fc\u00dfe");
                out.write("one\r\ntw".getBytes(StandardCharsets.UTF_8));
                out.flush();
                ann.await("onLine \"one\"");
                out.write("o\nthree\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
                ann.await("onLine \"two\"");
                ann.await("onLine \"three\"");
                assertThatThrownBy(() -> ann.call("line", "a\nb"))
                        .hasMessageContaining("one line of text, please");

                Visitor bob = stage.visitor("bridge");
                try (Socket second = service.accept()) {
                    second.setSoTimeout(PATIENCE_MS);
                    bob.close();
                    assertThat(second.getInputStream().read()).isEqualTo(-1);
                }
            }
            ann.await("onHangUp");
            Awaitility.await()
                    .atMost(Duration.ofMillis(PATIENCE_MS))
                    .until(() -> ann.connection.closed().isDone());
        }
    }

    @Test
    void aBridgeToNowhereLetsNobodyIn() throws Exception {
        try (SampleStage stage = SampleStage.start(home, way, "bridge")) {
            assertThatThrownBy(() -> stage.visitor("bridge"))
                    .hasMessage("bridge.target is not set");
        }
    }
}
