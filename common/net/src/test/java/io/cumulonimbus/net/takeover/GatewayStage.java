package io.cumulonimbus.net.takeover;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.net.http.HttpConfig;
import io.cumulonimbus.net.http.HttpGateway;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.rpc.WebRules;
import io.cumulonimbus.net.tcp.DoorOptions;
import io.cumulonimbus.net.watch.WatchRules;
import io.cumulonimbus.rtmp.connection.RtmpConfig;
import io.cumulonimbus.rtmp.tunnel.TunnelConfig;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A port for HTTP with a server of the test's own behind it, and raw connections to it, from one
 * test's beginning to its end.
 */
public final class GatewayStage implements AutoCloseable {
    /** Headers of a request for WebSocket, with the key of RFC 6455 §1.3. */
    public static final String UPGRADE =
            "Connection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                    + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

    private final Loops loops = Loops.startDaemons("client", 1);
    private final List<Client> arrived = new CopyOnWriteArrayList<>();
    private final List<CloseReason> closed = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();
    private final Function<Client, ClientHandler> server;
    private volatile boolean serving = true;
    private HttpGateway gateway;

    /**
     * @param server stands on each client that comes
     */
    public GatewayStage(Function<Client, ClientHandler> server) {
        this.server = server;
    }

    /** Opens the port. */
    public void start(WatchRules watch, WebRules web) {
        gateway =
                HttpGateway.start(
                                loops,
                                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                                new HttpGateway.Setup(
                                        HttpConfig.DEFAULT,
                                        TunnelConfig.DEFAULT,
                                        RtmpConfig.DEFAULT,
                                        DoorOptions.PLAIN,
                                        loop ->
                                                client -> {
                                                    if (!loop.inLoop()) {
                                                        throw new AssertionError("not in loop");
                                                    }
                                                    arrived.add(client);
                                                    return server.apply(client);
                                                },
                                        () -> serving,
                                        watch,
                                        web,
                                        Optional.empty(),
                                        new SecureRandom()))
                        .join();
    }

    /** From now on nobody is taken. */
    public void refuse() {
        serving = false;
    }

    /** Clients in the order in which they came. */
    public List<Client> arrived() {
        return arrived;
    }

    /** Why clients left, filled by the server of the test. */
    public List<CloseReason> closed() {
        return closed;
    }

    /** Opens a connection and sends a request on it. */
    public DataInputStream ask(String line, String headers, String body) throws IOException {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.connect(gateway.addresses().get(0));
        String request = line + "\r\nHost: h:1\r\n" + headers + "\r\n" + body;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        return new DataInputStream(socket.getInputStream());
    }

    /** The connection that was opened last. */
    public Socket lastSocket() {
        return sockets.getLast();
    }

    /** What is sent on the connection that was opened last. */
    public OutputStream last() throws IOException {
        return sockets.getLast().getOutputStream();
    }

    /** Status and headers of an answer, with the empty line. */
    public static String head(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    /** The length that an answer says; 0 when it says none. */
    public static int length(String head) {
        int at = head.indexOf("Content-Length: ");
        return at < 0 ? 0 : Integer.parseInt(head.substring(at + 16, head.indexOf("\r\n", at)));
    }

    /** Stops the server, and waits for that. */
    public void stop() {
        gateway.stop(Duration.ofSeconds(5)).join();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        stop();
        loops.close();
    }
}
