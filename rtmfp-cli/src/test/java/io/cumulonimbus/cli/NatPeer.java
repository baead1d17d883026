package io.cumulonimbus.cli;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.netclient.ConnectOptions;
import io.cumulonimbus.netclient.ConnectionListener;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.PeerConnection;
import io.cumulonimbus.netclient.StreamListener;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A client in a process of its own, on a host of its own: connects to the URLs it is given, and
 * does what it reads. {@code meet N ID}: tries to meet a peer by its Nth connection; {@code call
 * N}.
 */
final class NatPeer {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private NatPeer() {}

    /** Says {@code READY} and the peer ids of its connections, then what comes of what it reads. */
    public static void main(String[] urls) throws Exception {
        List<NetConnectionClient> connections = new ArrayList<>();
        StringBuilder ids = new StringBuilder("READY");
        for (String url : urls) {
            NetConnectionClient connection =
                    NetClient.start()
                            .connect(
                                    URI.create(url),
                                    ConnectOptions.DEFAULT.withTimeout(PATIENCE),
                                    ConnectionListener.NONE)
                            .get(60, TimeUnit.SECONDS);
            connection.publishDirect("film").get(60, TimeUnit.SECONDS);
            connections.add(connection);
            ids.append(' ').append(connection.peerId());
        }
        System.out.println(ids);
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            NetConnectionClient connection = connections.get(Integer.parseInt(words[1]));
            if (words[0].equals("meet")) {
                meet(connection, words[2]);
            } else {
                connection
                        .call("same", AmfValue.of(words[2]))
                        .whenComplete((answer, failure) -> say("called " + words[2], failure, ""));
            }
        }
        System.exit(0);
    }

    private static void meet(NetConnectionClient connection, String id) {
        connection
                .connectPeer(id)
                .thenCompose(
                        peer -> peer.play("film", StreamListener.NONE).thenApply(player -> peer))
                .whenComplete(
                        (peer, failure) ->
                                say("met " + id, failure, failure == null ? at(peer) : ""));
    }

    private static String at(PeerConnection peer) {
        return peer.address().getAddress().getHostAddress();
    }

    private static synchronized void say(String what, Throwable failure, String result) {
        System.out.println(what + " " + (failure == null ? result : "FAILED " + failure));
    }
}
