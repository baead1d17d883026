package io.cumulonimbus.net.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.rpc.WebRules;
import io.cumulonimbus.net.watch.WatchRules;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What operators grant is what clients get. */
class RtmpListenersTest {
    private static final OptionalInt ANY = OptionalInt.of(0);
    private static final OptionalInt NONE = OptionalInt.empty();

    private final Loops loops = Loops.startDaemons("client", 1);
    private final RtmpListeners listeners =
            new RtmpListeners(
                    loops, loop -> client -> new Idle(), address -> false, new SecureRandom());
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void end() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        listeners.stop(Duration.ofSeconds(5)).join();
        loops.close();
    }

    /** Wants nothing. */
    private static final class Idle implements ClientHandler {
        @Override
        public Optional<FlowHandler> onFlow(IncomingFlow flow) {
            return Optional.empty();
        }

        @Override
        public void onClosed(CloseReason reason) {}
    }

    private void open(DoorPorts.Limits limits) throws IOException {
        listeners.open(
                new DoorPorts(
                        List.of(InetAddress.getLoopbackAddress()),
                        NONE,
                        ANY,
                        NONE,
                        NONE,
                        Optional.empty(),
                        address -> false,
                        limits,
                        WatchRules.NONE,
                        WebRules.NONE,
                        () -> true));
    }

    private Socket connect() throws IOException {
        int port = listeners.httpAddresses().getFirst().getPort();
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.add(socket);
        return socket;
    }

    /** The status line. */
    private static String ask(Socket socket, String path) throws IOException {
        String request = "POST " + path + " HTTP/1.1\r\nContent-Length: 1\r\n\r\n\0";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                .readLine();
    }

    @Test
    void connectionsSessionsAndIdent2AreLimitedAsWished() throws Exception {
        Duration hold = Duration.ofMillis(500);
        Duration spacing = Duration.ofMillis(25);
        open(
                new DoorPorts.Limits(
                        3, 10, Duration.ZERO, hold, spacing, 1, Duration.ofSeconds(5), true));
        assertThat(ask(connect(), "/fcs/ident2")).startsWith("HTTP/1.1 200 ");
        assertThat(ask(connect(), "/open/1")).startsWith("HTTP/1.1 200 ");
        assertThat(ask(connect(), "/open/1")).startsWith("HTTP/1.1 503 ");
        assertThat(connect().getInputStream().read()).as("one connection too many").isEqualTo(-1);
    }

    @Test
    void newcomersOfOneAddressAreLimitedAsWished() throws Exception {
        Duration hold = Duration.ofMillis(500);
        Duration spacing = Duration.ofMillis(25);
        open(
                new DoorPorts.Limits(
                        100, 1, Duration.ZERO, hold, spacing, 100, Duration.ofSeconds(5), false));
        Socket first = connect();
        assertThat(ask(first, "/fcs/ident2")).startsWith("HTTP/1.1 404 ");
        Socket second = connect();
        assertThat(ask(second, "/open/1")).startsWith("HTTP/1.1 200 ");
        assertThat(ask(connect(), "/open/1")).startsWith("HTTP/1.1 503 ");
    }
}
