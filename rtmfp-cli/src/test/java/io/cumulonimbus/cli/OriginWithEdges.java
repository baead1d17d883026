package io.cumulonimbus.cli;

import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.edge.command.EdgeCommand;
import io.cumulonimbus.link.EdgeLoad;
import io.cumulonimbus.origin.Origin;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** An origin in this process, and two edges of it in processes of their own. */
final class OriginWithEdges implements AutoCloseable {
    /** Counts who came and who left, and whom it heard of leaving twice. */
    static final String COUNTING =
            """
            came, ended, twice = 0, 0, 0
            gone = {}
            function onConnection(client, response)
                came = came + 1
                client.number = came
                function client:came() return came end
                function client:ended() return ended end
                function client:twice() return twice end
                function client:behind()
                    local all = 0
                    for address, count in cumulus.edges:pairs() do all = all + count end
                    return all
                end
            end
            function onDisconnection(client)
                ended = ended + 1
                if gone[client.number] then twice = twice + 1 end
                gone[client.number] = true
            end
            """;

    private final Origin origin;
    private final List<ServerInProcess> edges = new ArrayList<>();

    private OriginWithEdges(Origin origin) {
        this.origin = origin;
    }

    /**
     * Starts all of them, and waits until the edges are ready.
     *
     * @param application its name
     * @param script of the application; it has none when this is empty
     * @param each says what ports an edge has, and how else it differs from the usual
     */
    static OriginWithEdges start(
            Path home, String application, String script, UnaryOperator<ServerInProcess> each)
            throws Exception {
        Path folder = Files.createDirectories(home.resolve("www").resolve(application));
        if (!script.isEmpty()) {
            Files.writeString(folder.resolve("main.lua"), script);
        }
        OriginConfig config =
                OriginConfig.defaults(home)
                        .listeningOn(InetAddress.getLoopbackAddress(), 0)
                        .withThreads(2);
        Secret secret = Secret.of(ServerInProcess.SECRET);
        OriginWithEdges all =
                new OriginWithEdges(
                        Origin.start(config.withEdges(config.edges().activatedOn(0, secret))));
        try {
            all.startEdges(home, each);
            return all;
        } catch (Exception | AssertionError failed) {
            all.close();
            throw failed;
        }
    }

    private void startEdges(Path home, UnaryOperator<ServerInProcess> each) throws Exception {
        int link = origin.edgesAddress().orElseThrow().getPort();
        for (int i = 0; i < 2; i++) {
            ServerInProcess edge =
                    new ServerInProcess(EdgeCommand.class, home.resolve("edge-" + i))
                            .set("serverAddress=127.0.0.1:" + link);
            edges.add(edge);
            each.apply(edge).start();
        }
        for (ServerInProcess edge : edges) {
            edge.process().ready();
        }
    }

    Origin origin() {
        return origin;
    }

    List<ServerInProcess> edges() {
        return List.copyOf(edges);
    }

    /** To how many edges the origin sends clients. */
    long taking() {
        return origin.edges().stream()
                .filter(edge -> edge.load().filter(EdgeLoad::taking).isPresent())
                .filter(edge -> edge.load().flatMap(EdgeLoad::publicAddress).isPresent())
                .count();
    }

    /** Kills the edges, then ends the origin. */
    @Override
    public void close() {
        edges.forEach(ServerInProcess::close);
        origin.close();
    }
}
