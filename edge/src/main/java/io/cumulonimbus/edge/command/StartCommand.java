package io.cumulonimbus.edge.command;

import io.cumulonimbus.admin.AdminDoor;
import io.cumulonimbus.config.ConfigException;
import io.cumulonimbus.config.ConfigSources;
import io.cumulonimbus.config.EdgeConfig;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.KeyTable;
import io.cumulonimbus.config.LogsConfig;
import io.cumulonimbus.config.StartException;
import io.cumulonimbus.config.doctor.Patient;
import io.cumulonimbus.config.launch.Launcher;
import io.cumulonimbus.config.launch.Program;
import io.cumulonimbus.config.launch.StartOptions;
import io.cumulonimbus.edge.Edge;
import io.cumulonimbus.edge.EdgeAdmin;
import io.cumulonimbus.net.dump.Dump;
import io.cumulonimbus.net.dump.DumpFilter;
import io.cumulonimbus.net.udp.HelloDatagram;
import io.cumulonimbus.net.warm.Warming;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
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
    /** What can be changed while it serves. */
    private static final Set<String> CHANGEABLE =
            Set.of("secret", "secretFile", "admin.token", "admin.tokenFile");

    /** First clients wait for the rest of it, rather than all for it. */
    private static final Duration WARMING = Duration.ofSeconds(5);

    @Mixin private StartOptions options;

    private ConfigSources sources;
    private ConfigSources settled;

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
    public EdgeConfig load(ConfigSources given) throws ConfigException {
        sources = given;
        settled = FreePorts.choose(given);
        return EdgeConfig.load(settled);
    }

    @Override
    public LogsConfig logs(EdgeConfig config) {
        return config.logs();
    }

    @Override
    public Patient patient(EdgeConfig config) {
        return Patient.of(config);
    }

    @Override
    public byte[] hello() {
        return HelloDatagram.of("rtmfp://localhost/", new SecureRandom());
    }

    @Override
    public void dump(String filter) {
        Dump.begin(DumpFilter.read(filter));
    }

    @Override
    public Running start(EdgeConfig config) throws StartException, IOException {
        EdgeConfig now = config;
        while (true) {
            try {
                return open(now);
            } catch (StartException | IOException failure) {
                Optional<EdgeConfig> other = elsewhere(failure);
                if (other.isEmpty()) {
                    throw failure;
                }
                now = other.get();
            }
        }
    }

    /** With other ports of the same ranges, when edges that started together took ours. */
    private Optional<EdgeConfig> elsewhere(Exception failure) throws StartException {
        if (!FreePorts.isLost(failure)) {
            return Optional.empty();
        }
        try {
            ConfigSources before = settled;
            EdgeConfig other = load(sources);
            return settled.equals(before) ? Optional.empty() : Optional.of(other);
        } catch (ConfigException changed) {
            throw new StartException(changed.getMessage(), changed);
        }
    }

    private static Running open(EdgeConfig config) throws StartException, IOException {
        Warming warming = Warming.begin(new SecureRandom());
        Edge edge = Edge.start(config);
        warming.await(WARMING);
        AtomicBoolean staying = new AtomicBoolean(true);
        try {
            return new Serving(
                    edge,
                    config.sessions().drain(),
                    EdgeAdmin.open(config.admin(), edge, staying::get),
                    staying);
        } catch (StartException e) {
            edge.close();
            throw e;
        }
    }

    /** An edge as the launcher sees it. */
    private record Serving(
            Edge edge, Duration drain, Optional<AdminDoor> admin, AtomicBoolean staying)
            implements Running {
        @Override
        public String ports() {
            List<String> ports = new ArrayList<>(EdgeAdmin.ports(edge));
            admin.ifPresent(door -> ports.add("admin=" + shown(door.address()) + "/tcp"));
            return String.join(" ", ports);
        }

        private static HostPort shown(InetSocketAddress address) {
            return new HostPort(address.getAddress().getHostAddress(), address.getPort());
        }

        @Override
        public boolean canChange(String key) {
            return CHANGEABLE.contains(key);
        }

        @Override
        public List<String> reload(ConfigSources sources) throws ConfigException {
            EdgeConfig config = EdgeConfig.load(sources);
            edge.trust(config.uplink());
            admin.ifPresent(door -> door.demand(config.admin().token()));
            return List.of("secrets were read again; that for the origin is for the next link");
        }

        @Override
        public List<String> status() {
            return List.of(
                    "state " + (staying.get() ? "serving" : "stopping"),
                    "linked " + (edge.isLinked() ? "yes" : "no"),
                    "clients " + edge.clients());
        }

        @Override
        public Duration leave() {
            return drain;
        }

        @Override
        public boolean drain(Consumer<String> step) {
            staying.set(false);
            edge.departure().listen(one -> step.accept(one.toString()));
            edge.drain(drain);
            return edge.departure().isComplete();
        }

        @Override
        public void close() {
            staying.set(false);
            edge.close();
            admin.ifPresent(AdminDoor::close);
        }
    }
}
