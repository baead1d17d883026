package io.cumulonimbus.edge.command;

import io.cumulonimbus.config.ConfigException;
import io.cumulonimbus.config.ConfigSources;
import io.cumulonimbus.config.EdgeConfig;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.KeyTable;
import io.cumulonimbus.config.LogsConfig;
import io.cumulonimbus.config.StartException;
import io.cumulonimbus.config.launch.Launcher;
import io.cumulonimbus.config.launch.Program;
import io.cumulonimbus.config.launch.StartOptions;
import io.cumulonimbus.edge.Edge;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code edge start}: an edge until it is told to stop. */
@Command(
        name = "start",
        description =
                "Starts an edge and serves until SIGTERM or SIGINT. Prints a line that begins with"
                        + " READY when every port is open.")
final class StartCommand implements Callable<Integer>, Program<EdgeConfig> {
    @Mixin private StartOptions options;

    @Spec
    void describe(CommandSpec spec) {
        Launcher.describe(spec, keys());
    }

    @Override
    public Integer call() {
        return Launcher.run(this, options);
    }

    @Override
    public KeyTable keys() {
        return KeyTable.edge();
    }

    @Override
    public EdgeConfig load(ConfigSources sources) throws ConfigException {
        return EdgeConfig.load(sources);
    }

    @Override
    public LogsConfig logs(EdgeConfig config) {
        return config.logs();
    }

    @Override
    public Running start(EdgeConfig config) throws StartException, IOException {
        return new Serving(Edge.start(config));
    }

    /** An edge as the launcher sees it. */
    private record Serving(Edge edge) implements Running {
        @Override
        public String ports() {
            return edge.rtmfpAddresses().stream()
                    .map(address -> "rtmfp=" + shown(address) + "/udp")
                    .collect(Collectors.joining(" "));
        }

        private static HostPort shown(InetSocketAddress address) {
            return new HostPort(address.getAddress().getHostAddress(), address.getPort());
        }

        @Override
        public void close() {
            edge.close();
        }
    }
}
