package io.cumulonimbus.origin.lua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.net.loop.GatedLoop;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.socket.NamesProxy;
import io.cumulonimbus.net.socket.SocketCensus;
import io.cumulonimbus.net.socket.SocketRule;
import io.cumulonimbus.net.socket.Sockets;
import io.cumulonimbus.net.socket.TcpSocket;
import io.cumulonimbus.origin.app.Services;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row 38: sockets of scripts, against real ones on loopback. */
class SocketsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PATIENCE_MS = 60_000;
    private static final String RUN =
            """
            log = ''
            function say(...) log = log .. table.concat({...}, ' ') .. ';' end
            function onConnection(c)
              function c:run(code, ...)
                return tostring((setfenv(assert(loadstring(code)), getfenv(say))(self, ...)))
              end
            end
            -- Whoever had the port before may still have it.
            function start(server)
              for port = 20000 + math.random(20000), 65535 do
                if server:start(port) then return server.port end
              end
            end
            """;
    private static final String LINES =
            """
            server = cumulus:createTCPServer()
            function server:clientHandler(client)
              say('new', client.peerAddress:match('^127%.0%.0%.1:%d+$') and 'peer', tostring(client.connected))
              function client:onReception(data)
                local line, rest = data:match('^([^\\n]*)\\n(.*)$')
                say(#data, line or 'more')
                if not line then return #data end
                self:send('<' .. line .. '>')
                return #rest
              end
              function client:onDisconnection() say('gone', tostring(self.connected), tostring(self.peerAddress)) end
            end
            """;

    @TempDir private Path folder;
    private final NamesProxy names = new NamesProxy();
    private final SocketCensus census = new SocketCensus();
    private SocketRule rule = SocketRule.ANYWHERE;
    private Optional<Www.TestClient> client = Optional.empty();
    private Www www;

    private final class Real implements Services {
        @Override
        public Optional<Sockets> sockets(Loop loop) {
            return Optional.of(
                    new Sockets((NettyLoop) GatedLoop.beneath(loop), rule, names, census));
        }
    }

    @BeforeEach
    void start() {
        www = new Www(folder, LuaSettings.defaults(), new Real());
    }

    @AfterEach
    void stop() {
        www.close();
        names.close();
        assertThat(census.open()).isZero();
    }

    private void script(String text) {
        www.script("app/main.lua", RUN + text);
        client = Optional.of(www.connected("app"));
    }

    private String run(String code) {
        return client.orElseThrow().text("run", AmfValue.of(code));
    }

    private void awaitLog(String expected) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(run("return log")).isEqualTo(expected));
    }

    private static Socket dial(String port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    private static ServerSocket listen() throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        server.setSoTimeout(PATIENCE_MS);
        return server;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String read(Socket socket, int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
    }

    @Test
    void row38WhatAServerDoesNotConsumeIsPresentedAgain() throws IOException {
        script(LINES);
        try (Socket peer = dial(run("return start(server)"))) {
            write(peer, "ab");
            awaitLog("new peer true;2 more;");
            write(peer, "c\nde");
            assertThat(read(peer, 5)).isEqualTo("<abc>");
            write(peer, "f\n");
            assertThat(read(peer, 5)).isEqualTo("<def>");
        }
        awaitLog("new peer true;2 more;6 abc;4 def;gone false nil;");
        assertThat(run("server:stop() return tostring(server.running) .. server.port"))
                .isEqualTo("false0");
    }

    @Test
    void row38AClientConnectsByNameAndWritesBeforeItIsThere() throws IOException {
        script("");
        try (ServerSocket server = listen()) {
            assertThat(
                            run(
                                    """
                                    s = cumulus:createTCPClient()
                                    function s:onReception(data) say(data) end
                                    function s:onDisconnection() say('gone', tostring(self.error)) end
                                    assert(s:connect('localhost', %d) == nil)
                                    assert(s:send('early') == nil)
                                    return tostring(s.connected) .. ' ' .. tostring(s.address) .. ' ' .. s:connect('localhost', 1)
                                    """
                                            .formatted(server.getLocalPort())))
                    .isEqualTo("true nil it is connected already");
            Socket peer = server.accept();
            peer.setSoTimeout(PATIENCE_MS);
            assertThat(read(peer, 5)).isEqualTo("early");
            write(peer, "hello");
            awaitLog("hello;");
            assertThat(run("return s.peerAddress")).isEqualTo("127.0.0.1:" + server.getLocalPort());
            peer.close();
            awaitLog("hello;gone nil;");
            assertThat(run("return tostring(s.connected) .. ' ' .. s:send('x')"))
                    .isEqualTo("false not connected");
        }
    }

    @Test
    void row38DisconnectingSendsWhatWaits() throws IOException {
        script("");
        try (ServerSocket server = listen()) {
            run(
                    """
                    s = cumulus:createTCPClient()
                    function s:onDisconnection() say('gone', tostring(self.error)) end
                    function s:onReception() self:send(('x'):rep(3e6)) self:disconnect() say('left', tostring(self.connected)) end
                    s:connect('127.0.0.1', %d)
                    """
                            .formatted(server.getLocalPort()));
            try (Socket peer = server.accept()) {
                peer.setSoTimeout(PATIENCE_MS);
                write(peer, "go");
                assertThat(peer.getInputStream().readAllBytes()).hasSize(3_000_000);
                awaitLog("left false;gone nil;");
            }
            run("s:connect('127.0.0.1', %d) s:send('b')".formatted(server.getLocalPort()));
            try (Socket again = server.accept()) {
                again.setSoTimeout(PATIENCE_MS);
                assertThat(read(again, 1)).isEqualTo("b");
            }
            awaitLog("left false;gone nil;gone nil;");
        }
    }

    /** MonaServer's form, which tells the opposite of Cumulus'. */
    @Test
    void onDataTellsWhatIsConsumed() throws IOException {
        script(
                """
                server = mona:createTCPServer()
                function server:onConnection(client)
                  function client:onData(data)
                    say(data)
                    if #data < 4 then return 0 end
                    if data:sub(1, 1) == 'a' then return 4 end
                  end
                end
                """);
        try (Socket peer = dial(run("return start(server)"))) {
            write(peer, "abc");
            awaitLog("abc;");
            write(peer, "def");
            awaitLog("abc;abcdef;");
            write(peer, "gh");
            awaitLog("abc;abcdef;efgh;");
            write(peer, "i");
            awaitLog("abc;abcdef;efgh;i;");
        }
    }

    @Test
    void row38WhatCannotBeReachedIsToldWithItsReason() throws IOException {
        ServerSocket server = listen();
        int free = server.getLocalPort();
        server.close();
        script(
                """
                s = cumulus:createTCPClient()
                function s:onDisconnection(why) say(why == self.error and why) end
                """);
        assertThat(run("return s:connect('127.0.0.1', %d)".formatted(free))).isEqualTo("nil");
        awaitLog("127.0.0.1:" + free + ": connection refused;");
        run("log = '' s:connect('no-such-host.invalid', 7)");
        awaitLog("no-such-host.invalid:7: no such host;");
        assertThat(run("return s:connect('127.0.0.1', 70000)")).isEqualTo("70000 is no port");
        assertThat(run("return tostring(cumulus:createTCPServer():start(0))")).isEqualTo("false");
    }

    @Test
    void row38APortInUseIsRefusedAtOnce() throws IOException {
        script("");
        try (ServerSocket server = new ServerSocket(0)) {
            assertThat(
                            run(
                                    "return tostring(cumulus:createTCPServer():start(%d))"
                                            .formatted(server.getLocalPort())))
                    .isEqualTo("false");
        }
    }

    @Test
    void row38DatagramsGoBothWays() throws IOException {
        script(
                """
                u = cumulus:createUDPSocket()
                function u:onReception(data, from) say(data) self:send('re ' .. data, from) end
                """);
        try (DatagramSocket peer = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            peer.setSoTimeout(PATIENCE_MS);
            assertThat(run("return u:bind('127.0.0.1:0')")).isEqualTo("nil");
            String[] address = run("return u.address").split(":");
            byte[] ping = "ping".getBytes(StandardCharsets.UTF_8);
            peer.send(
                    new DatagramPacket(
                            ping,
                            ping.length,
                            new InetSocketAddress(address[0], Integer.parseInt(address[1]))));
            assertThat(receive(peer)).isEqualTo("re ping");
            assertThat(run("return u:connect('127.0.0.1:9')")).startsWith("it is bound to 127");
            run(
                    """
                    u:close()
                    log = ''
                    assert(u:connect('127.0.0.1:%d') == nil)
                    assert(u:send('two') == nil)
                    """
                            .formatted(peer.getLocalPort()));
            assertThat(receive(peer)).isEqualTo("two");
            assertThat(run("return u:bind('127.0.0.1:0') .. ' ' .. u.peerAddress"))
                    .isEqualTo(
                            "it is connected to 127.0.0.1:%1$d 127.0.0.1:%1$d"
                                    .formatted(peer.getLocalPort()));
            assertThat(run("return cumulus:createUDPSocket():send('x')")).contains("not connected");
            run(
                    "v = cumulus:createUDPSocket() v:send('three', '127.0.0.1:%d')"
                            .formatted(peer.getLocalPort()));
            assertThat(receive(peer)).isEqualTo("three");
        }
    }

    private static String receive(DatagramSocket peer) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
        peer.receive(packet);
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    @Test
    void row38SocketsEndWithTheirScript() throws IOException {
        script(LINES);
        try (Socket peer = dial(run("return start(server)"))) {
            write(peer, "a\n");
            assertThat(read(peer, 3)).isEqualTo("<a>");
            run("u = cumulus:createUDPSocket() u:bind('127.0.0.1:0')");
            assertThat(census.open()).isEqualTo(3);
            script("");
            assertThat(peer.getInputStream().read()).isEqualTo(-1);
            await().atMost(PATIENCE).until(() -> census.open() == 0);
            assertThat(run("return log")).isEmpty();
        }
    }

    @Test
    void whatMayNotBeReachedIsNot() {
        www.close();
        rule = SocketRule.LOOPBACK;
        www = new Www(folder, LuaSettings.defaults(), new Real());
        script("");
        assertThat(run("return cumulus:createTCPClient():connect('192.0.2.1', 80)"))
                .isEqualTo("192.0.2.1 must not be reached from here");
        assertThat(run("return cumulus:createTCPClient():connect('0.0.0.0', 80)"))
                .contains("must not be reached");
        assertThat(run("return cumulus:createUDPSocket():send('x', '192.0.2.1:7')"))
                .contains("must not be reached");
        assertThat(run("return cumulus:createUDPSocket():connect('[2001:db8::1]:7')"))
                .contains("must not be reached");
        assertThat(run("return cumulus:createUDPSocket():bind('0.0.0.0:0')"))
                .isEqualTo("only loopback addresses may be bound here");
        assertThat(run("s = cumulus:createTCPServer() return tostring(start(s) > 0)"))
                .isEqualTo("true");
    }

    @Test
    void aNameIsRefusedForWhatItStandsFor() {
        www.close();
        rule = new SocketRule(false, InetAddress::isLoopbackAddress);
        www = new Www(folder, LuaSettings.defaults(), new Real());
        script("s = cumulus:createTCPClient() function s:onDisconnection(why) say(why) end");
        assertThat(run("return s:connect('localhost', 80)")).isEqualTo("nil");
        awaitLog("localhost:80 must not be reached from here;");
    }

    @Test
    void withoutSocketsScriptsAreToldSo() {
        www.close();
        www = new Www(folder);
        script("");
        assertThat(run("return cumulus:createTCPClient():connect('127.0.0.1', 80)"))
                .isEqualTo("sockets are switched off (lua.sockets)");
        assertThat(run("return tostring(cumulus:createTCPServer():start(80))")).isEqualTo("false");
        assertThat(run("return cumulus:createUDPSocket():bind('127.0.0.1:0')"))
                .contains("switched off");
    }

    @Test
    void whatWaitsIsBounded() throws IOException {
        script("");
        try (ServerSocket server = listen()) {
            String connect =
                    "s = cumulus:createTCPClient() s:connect('127.0.0.1', %d) "
                            .formatted(server.getLocalPort());
            assertThat(
                            run(
                                    connect
                                            + "local m, n = ('x'):rep(1e6), 0 while not s:send(m) do n = n + 1 end return n"))
                    .isEqualTo(String.valueOf(TcpSocket.MOST_UNSENT / 1_000_000));
            server.accept().close();
            run(
                    connect
                            + "function s:onReception(d) return #d end function s:onDisconnection(why) say(why) end");
            try (Socket peer = server.accept()) {
                byte[] piece = new byte[1 << 16];
                assertThat(
                                org.assertj.core.api.Assertions.catchThrowable(
                                        () -> {
                                            for (int i = 0; i < 10_000; i++) {
                                                peer.getOutputStream().write(piece);
                                            }
                                        }))
                        .isInstanceOf(IOException.class);
            }
            awaitLog("too much was received and not used;");
        }
        assertThat(
                        run(
                                """
                                all = {}
                                for i = 1, 2000 do
                                  all[i] = cumulus:createUDPSocket()
                                  local why = all[i]:bind('127.0.0.1:0')
                                  if why then return i .. why end
                                end
                                """))
                .satisfiesAnyOf(
                        why -> assertThat(why).isEqualTo((Sockets.MOST + 1) + "too many sockets"),
                        why -> assertThat(why).contains("the system has no more sockets"));
    }
}
