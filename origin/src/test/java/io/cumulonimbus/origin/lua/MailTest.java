package io.cumulonimbus.origin.lua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.config.SmtpConfig;
import io.cumulonimbus.config.SmtpConfig.Encryption;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.app.Mail;
import io.cumulonimbus.origin.app.Services;
import io.cumulonimbus.origin.mail.Authorities;
import io.cumulonimbus.origin.mail.MailProxy;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row 39: mail of scripts, to a real mail server. */
class MailTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String RUN =
            """
            log = ''
            function onConnection(c)
              function c:run(code, ...)
                return tostring((setfenv(assert(loadstring(code)), getfenv(send))(self, ...)))
              end
            end
            function send(...)
              local mail = cumulus:sendMail(...)
              function mail:onSent(error) log = log .. tostring(error) .. ';' end
            end
            """;

    @TempDir private Path folder;
    private final GreenMail server =
            new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private Optional<MailProxy> mail = Optional.empty();
    private Www www;
    private Www.TestClient client;

    @BeforeEach
    void start() {
        server.start();
        www =
                new Www(
                        folder.resolve("www"),
                        LuaSettings.defaults(),
                        new Services() {
                            @Override
                            public void sendMail(
                                    Mail wanted, Loop loop, Consumer<Optional<String>> outcome) {
                                mail.orElseThrow().send(wanted, loop, outcome);
                            }
                        });
        www.script("app/main.lua", RUN);
        client = www.connected("app");
    }

    @AfterEach
    void stop() {
        www.close();
        mail.ifPresent(MailProxy::close);
        server.stop();
    }

    private void relay(int port, Encryption encryption, String user, Optional<Path> trust)
            throws IOException {
        SmtpConfig config =
                new SmtpConfig(
                        new HostPort("localhost", port),
                        Duration.ofSeconds(20),
                        encryption,
                        user,
                        Secret.of(user.isEmpty() ? "" : "s3cret"),
                        trust);
        mail =
                Optional.of(
                        new MailProxy(
                                config,
                                trust.isPresent()
                                        ? Optional.of(Authorities.in(trust.get()))
                                        : Optional.empty()));
    }

    private void plain() throws IOException {
        relay(server.getSmtp().getPort(), Encryption.NONE, "", Optional.empty());
    }

    private String run(String code) {
        return client.text("run", AmfValue.of(code));
    }

    private String outcome(String code) {
        run("log = '' " + code);
        await().atMost(PATIENCE).until(() -> !run("return log").isEmpty());
        return run("return log");
    }

    @Test
    void row39AMailIsSentToAll() throws Exception {
        plain();
        assertThat(
                        outcome(
                                "send('me@example.org', 'Gr\u00fc\u00dfe', 'one\\n.\\ntw\u00f6', 'a@example.org', 'Bee <b@example.org>')"))
                .isEqualTo("nil;");
        MimeMessage[] all = server.getReceivedMessages();
        assertThat(all).hasSize(2);
        assertThat(all[0].getSubject()).isEqualTo("Gr\u00fc\u00dfe");
        assertThat(all[0].getContent().toString().replace("\r", "").strip())
                .isEqualTo("one\n.\ntw\u00f6");
        assertThat(all[0].getFrom()[0]).hasToString("me@example.org");
        assertThat(all[1].getAllRecipients()).hasSize(2);
        assertThat(
                        outcome(
                                "send('me@example.org', 's', 'c', { 'a@example.org', 'c@example.org' })"))
                .isEqualTo("nil;");
        assertThat(server.getReceivedMessages()).hasSize(4);
    }

    @Test
    void row39APortWhereNobodyListensIsAnError() throws Exception {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        int port = socket.getLocalPort();
        socket.close();
        relay(port, Encryption.NONE, "", Optional.empty());
        assertThat(outcome("send('me@example.org', 's', 'c', 'a@example.org')"))
                .isEqualTo("localhost:" + port + ": connection refused;");
    }

    /** Each of them would otherwise wait for a relay that does not answer. */
    @Test
    void allThatWaitFailWithARelayThatDoesNotAnswer() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            mail =
                    Optional.of(
                            new MailProxy(
                                    new SmtpConfig(
                                            new HostPort("localhost", silent.getLocalPort()),
                                            Duration.ofSeconds(1)),
                                    Optional.empty()));
            run("for i = 1, 100 do send('me@example.org', 's', 'c', 'a@example.org') end");
            String one = "localhost:" + silent.getLocalPort() + ": no answer;";
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(run("return log")).isEqualTo(one.repeat(100)));
        }
    }

    @Test
    void aMailAfterOneThatFailedIsSent() throws Exception {
        plain();
        assertThat(outcome("send('nobody', 's', 'c', 'a@example.org')"))
                .isEqualTo("no mail address: nobody;");
        assertThat(outcome("send('me@example.org', 's', 'c', 'a@example.org')")).isEqualTo("nil;");
    }

    @Test
    void nothingBecomesAHeaderOfItsOwn() throws Exception {
        plain();
        assertThat(
                        outcome(
                                "send('me@example.org', 'x\\r\\nBcc: evil@example.org\\r\\n\\r\\nbody', 'c', 'a@example.org')"))
                .isEqualTo("nil;");
        MimeMessage[] all = server.getReceivedMessages();
        assertThat(all).hasSize(1);
        assertThat(all[0].getSubject()).isEqualTo("x Bcc: evil@example.org body");
        assertThat(all[0].getHeader("Bcc")).isNull();
        assertThat(
                        outcome(
                                "send('me@example.org\\r\\nBcc: evil@example.org', 's', 'c', 'a@example.org')"))
                .contains("no mail address");
        assertThat(
                        outcome(
                                "send('me@example.org', 's', 'c', 'a@example.org>\\r\\nRCPT TO:<evil@example.org')"))
                .contains("no mail address");
        assertThat(outcome("send('me@example.org', 's', 'c', 'a@example.org, evil@example.org')"))
                .contains("no mail address");
        assertThat(server.getReceivedMessages()).hasSize(1);
    }

    @Test
    void aUserLogsIn() throws Exception {
        server.setUser("user@example.org", "user", "s3cret");
        relay(server.getSmtp().getPort(), Encryption.NONE, "user", Optional.empty());
        assertThat(outcome("send('me@example.org', 's', 'c', 'user@example.org')"))
                .isEqualTo("nil;");
    }

    @Test
    void aWrongPasswordIsAnErrorThatDoesNotShowIt() throws Exception {
        server.setUser("user@example.org", "user", "another");
        relay(server.getSmtp().getPort(), Encryption.NONE, "user", Optional.empty());
        assertThat(outcome("send('me@example.org', 's', 'c', 'user@example.org')"))
                .isEqualTo("localhost:" + server.getSmtp().getPort() + ": authentication failed;");
    }

    @Test
    void theLoginIsEncryptedByStartTls() throws Exception {
        server.setUser("user@example.org", "user", "s3cret");
        try (StartTlsDoor door = new StartTlsDoor(folder, server.getSmtp().getPort())) {
            relay(door.port(), Encryption.STARTTLS, "user", Optional.of(door.certificate));
            assertThat(outcome("send('me@example.org', 's', 'c', 'user@example.org')"))
                    .isEqualTo("nil;");
            assertThat(server.getReceivedMessages()).hasSize(1);
            assertThat(door.inClear).containsExactly("EHLO", "STARTTLS");
        }
    }

    @Test
    void aRelayThatCannotProveItsNameGetsNothing() throws Exception {
        try (StartTlsDoor door = new StartTlsDoor(folder, server.getSmtp().getPort())) {
            relay(door.port(), Encryption.STARTTLS, "", Optional.empty());
            assertThat(outcome("send('me@example.org', 's', 'c', 'a@example.org')"))
                    .contains("no encrypted connection");
            assertThat(server.getReceivedMessages()).isEmpty();
        }
    }

    @Test
    void aRelayWithoutEncryptionGetsNothingWhenItIsAsked() throws Exception {
        relay(server.getSmtp().getPort(), Encryption.STARTTLS, "", Optional.empty());
        assertThat(outcome("send('me@example.org', 's', 'c', 'a@example.org')"))
                .startsWith("localhost:");
        assertThat(server.getReceivedMessages()).isEmpty();
    }

    @Test
    void scriptsThatEndHearNothingMore() throws Exception {
        plain();
        run("send('me@example.org', 's', 'c', 'a@example.org')");
        www.script("app/main.lua", RUN);
        Www.TestClient next = www.connected("app");
        await().atMost(PATIENCE).until(() -> server.getReceivedMessages().length == 1);
        assertThat(next.text("run", AmfValue.of("return log"))).isEmpty();
    }

    @Test
    void tooManyMailsAreRefused() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            relay(silent.getLocalPort(), Encryption.NONE, "", Optional.empty());
            assertThat(
                            run(
                                    "return select(2, pcall(cumulus.sendMail, cumulus, 'me@example.org', 's', 'c'))"))
                    .contains("recipients expected");
            assertThat(outcome("for i = 1, 300 do send('me@example.org', 's', 'c', 'a@b.c') end"))
                    .startsWith("too many mails wait;");
        }
    }
}
