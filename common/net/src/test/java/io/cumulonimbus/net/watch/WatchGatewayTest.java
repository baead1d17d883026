package io.cumulonimbus.net.watch;

import static io.cumulonimbus.net.takeover.GatewayStage.UPGRADE;
import static io.cumulonimbus.net.takeover.GatewayStage.head;
import static io.cumulonimbus.net.takeover.GatewayStage.length;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.net.rpc.WebRules;
import io.cumulonimbus.net.takeover.CommandServer;
import io.cumulonimbus.net.takeover.GatewayStage;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What connections that ask for a stream are answered, byte for byte. */
class WatchGatewayTest {
    private final GatewayStage stage = new GatewayStage(this::serve);
    private final List<Client> arrived = stage.arrived();
    private final List<CloseReason> closed = stage.closed();

    @AfterEach
    void end() throws IOException {
        stage.close();
    }

    private ClientHandler serve(Client client) {
        return new OneFrame(client);
    }

    /** A server with one stream, which is one frame of sound long, and then silent. */
    private final class OneFrame extends CommandServer {
        private Optional<MessageSink> control = Optional.empty();

        OneFrame(Client client) {
            super(client, ObjectEncoding.AMF0, stage.closed());
        }

        @Override
        protected void take(Command command, IncomingFlow flow) {
            switch (command.name()) {
                case "connect" -> {
                    control = Optional.of(open(0, flow));
                    say(control.get(), command.result(new AmfObject()));
                }
                case "createStream" -> say(control.get(), command.result(AmfValue.of(1)));
                default -> {
                    MessageSink stream = open(1, flow);
                    AmfObject start = new AmfObject().put("code", "NetStream.Play.Start");
                    say(stream, Command.onStatus(start));
                    if (command.argument(0).asText().orElse("").startsWith("film")) {
                        byte[] frame = {(byte) 0xaf, 1, 5};
                        stream.write(TcMessage.of(8, 0, frame).message(), Deadline.NONE);
                    }
                }
            }
        }
    }

    private void start(WatchRules rules) {
        stage.start(rules, WebRules.NONE);
    }

    private void start(String... origins) {
        start(new WatchRules(true, true, true, Set.of(origins), 100_000_000, true));
    }

    private DataInputStream ask(String line, String headers) throws IOException {
        return stage.ask(line, headers, "");
    }

    private String headOf(String line, String headers) throws IOException {
        return head(ask(line, headers));
    }

    private static String text(DataInputStream in, int length) throws IOException {
        return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    @Test
    void aStreamIsChunked() throws IOException {
        start();
        DataInputStream in = ask("GET /live/film.flv HTTP/1.1", "");
        assertThat(head(in))
                .startsWith("HTTP/1.1 200 OK\r\nContent-Type: video/x-flv\r\n")
                .contains("Transfer-Encoding: chunked\r\n", "Cache-Control: no-store\r\n")
                .doesNotContain("Access-Control");
        assertThat(text(in, 6)).isEqualTo("d\r\nFLV");
        in.skipNBytes(10 + 2);
        assertThat(text(in, 4)).isEqualTo("12\r\n");
        assertThat(arrived.get(0).identity().protocol()).isEqualTo(Protocol.HTTP);
    }

    @Test
    void theEndingOfThePathSaysWhatTheStreamIsWrittenAs() throws IOException {
        start();
        assertThat(headOf("GET /live/film.ts HTTP/1.1", ""))
                .contains(" 200 ", "Content-Type: video/mp2t\r\n", "chunked");
        assertThat(headOf("GET /live/nobody.ts HTTP/1.1", "")).contains(" 404 ");
    }

    @Test
    void clientsOfHttp10GetItPlain() throws IOException {
        start();
        DataInputStream in = ask("GET /live/film.flv HTTP/1.0", "");
        assertThat(head(in)).contains(" 200 ").doesNotContain("chunked");
        assertThat(text(in, 3)).isEqualTo("FLV");
    }

    @Test
    void headIsAnsweredAsGetAndNobodyWatches() throws IOException {
        start();
        DataInputStream in = ask("HEAD /live/film.flv HTTP/1.1", "");
        assertThat(head(in)).contains(" 200 ", "video/x-flv");
        assertThat(in.read()).isEqualTo(-1);
        await().until(() -> closed.equals(List.of(CloseReason.FAR_CLOSED)));
    }

    @Test
    void aStreamThatNobodyPublishesIsNotFound() throws IOException {
        start();
        DataInputStream in = ask("GET /live/nobody.flv HTTP/1.1", "");
        assertThat(head(in)).startsWith("HTTP/1.1 404 Not Found\r\n");
        assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("Not Found\n");
        await().atMost(Duration.ofSeconds(60)).until(() -> closed.size() == 1);
    }

    @Test
    void nobodyIsTakenWhoCannotBeServed() throws IOException {
        start();
        stage.refuse();
        assertThat(headOf("GET /live/film.flv HTTP/1.1", ""))
                .contains(" 503 ", "Retry-After: 2\r\n");
        assertThat(arrived).isEmpty();
    }

    @Test
    void pagesOfOtherSitesMayWatchWhereTheyAreNamed() throws IOException {
        start("https://example.org");
        String line = "GET /live/film.flv HTTP/1.1";
        assertThat(headOf(line, "Origin: https://example.org\r\n"))
                .contains(" 200 ", "Access-Control-Allow-Origin: https://example.org\r\n");
        assertThat(headOf(line, "Origin: http://h:1\r\n")).contains(" 200 ");
        assertThat(headOf(line, "Origin: null\r\n")).contains(" 403 ");
        assertThat(headOf(line, "Origin: https://other.org\r\n")).contains(" 403 ");
        assertThat(headOf(line, "Origin: https://other.org\r\n" + UPGRADE)).contains(" 403 ");
    }

    @Test
    void allSitesMayWatchWhereThatIsSaid() throws IOException {
        start("*");
        assertThat(headOf("GET /live/film.flv HTTP/1.1", "Origin: https://other.org\r\n"))
                .contains(" 200 ", "Access-Control-Allow-Origin: https://other.org\r\n");
    }

    @Test
    void aWebSocketGetsTheSameInFrames() throws IOException {
        start();
        DataInputStream in = ask("GET /live/film.flv HTTP/1.1", UPGRADE);
        assertThat(head(in))
                .startsWith("HTTP/1.1 101 ")
                .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n");
        assertThat(in.readUnsignedShort()).isEqualTo(0x820d);
        assertThat(text(in, 13)).startsWith("FLV");
        assertThat(in.readUnsignedShort()).isEqualTo(0x8212);
        in.skipNBytes(18);
        assertThat(arrived.get(0).identity().protocol()).isEqualTo(Protocol.WS);
        byte[] ping = {(byte) 0x89, (byte) 0x81, 0, 0, 0, 0, 'p'};
        stage.last().write(ping);
        assertThat(in.readUnsignedShort()).isEqualTo(0x8a01);
        assertThat(in.read()).isEqualTo('p');
        byte[] close = {(byte) 0x88, (byte) 0x80, 0, 0, 0, 0};
        stage.last().write(close);
        assertThat(in.readUnsignedShort()).isEqualTo(0x8802);
        in.skipNBytes(2);
        assertThat(in.read()).isEqualTo(-1);
        await().until(() -> closed.equals(List.of(CloseReason.FAR_CLOSED)));
    }

    /** Answers wait in the server's memory, so there are no more of them than are taken. */
    @Test
    void aWebSocketThatAsksAndAsksAndTakesNothingIsNotAnswered() throws IOException {
        start();
        DataInputStream in = ask("GET /live/film.flv HTTP/1.1", UPGRADE);
        head(in);
        Socket socket = stage.lastSocket();
        socket.setReceiveBufferSize(64 << 10);
        socket.setSendBufferSize(64 << 10);
        OutputStream out = socket.getOutputStream();
        byte[] pings = new byte[131 << 9];
        for (int at = 0; at < pings.length; at += 131) {
            pings[at] = (byte) 0x89;
            pings[at + 1] = (byte) 0xfd;
        }
        int rounds = 750;
        long answered = 0;
        socket.setSoTimeout(1_000);
        byte[] pongs = new byte[1 << 16];
        try {
            for (int i = 0; i < rounds; i++) {
                out.write(pings);
            }
            for (int length = in.read(pongs); length > 0; length = in.read(pongs)) {
                answered += length;
            }
        } catch (SocketTimeoutException | SocketException thatWasAll) {
            assertThat(thatWasAll).isNotNull(); // nothing more comes, or it was closed for that
        }
        assertThat(answered).isLessThan((long) rounds * pings.length / 2);
    }

    @Test
    void aWebSocketThatBreaksTheRulesIsClosed() throws IOException {
        start();
        DataInputStream in = ask("GET /live/film.flv HTTP/1.1", UPGRADE);
        head(in);
        stage.last().write(new byte[] {(byte) 0x82, 3, 1, 2, 3});
        in.skipNBytes(15 + 20);
        assertThat(in.read()).isEqualTo(-1);
        await().atMost(Duration.ofSeconds(60)).until(() -> closed.size() == 1);
    }

    @Test
    void aViewerThatIsRefusedIsNoWebSocket() throws IOException {
        start();
        assertThat(headOf("GET /live/nobody.flv HTTP/1.1", UPGRADE)).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void whatNamesNoStreamIsLeftToTheTunnel() throws IOException {
        start();
        assertThat(headOf("GET /live/film HTTP/1.1", "")).contains(" 400 ");
        assertThat(headOf("POST /live/film.flv HTTP/1.1", "Content-Length: 0\r\n"))
                .contains(" 404 ");
        assertThat(headOf("GET /fcs/ident HTTP/1.1", "")).contains(" 200 ");
    }

    @Test
    void nothingIsWatchedWhereItIsSwitchedOff() throws IOException {
        start(WatchRules.NONE);
        assertThat(headOf("GET /live/film.flv HTTP/1.1", "")).contains(" 400 ");
    }

    @Test
    void aServerThatStopsLeavesNobodyBehind() throws IOException {
        start();
        DataInputStream in = ask("GET /live/film.flv HTTP/1.1", "");
        head(in);
        stage.stop();
        assertThat(in.readAllBytes()).isNotEmpty();
        assertThat(closed).containsExactly(CloseReason.STOPPING);
    }

    @Test
    void eachStreamHasAPageThatAsksNothingElsewhere() throws IOException {
        start("https://example.org");
        DataInputStream in = ask("GET /live/film.html?token=x HTTP/1.1", "");
        String head = head(in);
        assertThat(head)
                .startsWith("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n")
                .contains("Content-Security-Policy: default-src 'none'; script-src 'self';")
                .contains("frame-ancestors 'self' https://example.org\r\n")
                .contains("connect-src 'self' ws://h:1 wss://h:1;");
        String page = text(in, length(head));
        assertThat(page).startsWith("<!DOCTYPE html>").doesNotContain("//");
        for (String part : List.of("player.css", "player.js", "mpegts.js")) {
            assertThat(page).contains("\"/player/" + part + "\"");
            stage.last()
                    .write(
                            ("GET /player/"
                                            + part
                                            + " HTTP/1.1\r\nHost: h\r\n"
                                            + "Accept-Encoding: br, gzip\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            String partHead = head(in);
            assertThat(partHead).contains(" 200 ", "Content-Encoding: gzip\r\n", "max-age");
            byte[] body = in.readNBytes(length(partHead));
            assertThat(new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes())
                    .isNotEmpty();
        }
        assertThat(arrived).isEmpty();
    }

    @Test
    void aPageCanBeSwitchedOff() throws IOException {
        start(new WatchRules(true, false, false, Set.of(), 100_000_000, true));
        assertThat(headOf("GET /live/film.html HTTP/1.1", "")).contains(" 400 ");
        assertThat(headOf("GET /player/player.js HTTP/1.1", "")).contains(" 400 ");
    }
}
