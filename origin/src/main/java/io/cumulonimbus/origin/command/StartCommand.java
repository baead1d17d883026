package io.cumulonimbus.origin.command;

import io.cumulonimbus.admin.AdminDoor;
import io.cumulonimbus.config.ClusterConfig;
import io.cumulonimbus.config.ConfigException;
import io.cumulonimbus.config.ConfigSources;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.KeyTable;
import io.cumulonimbus.config.LogsConfig;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.StartException;
import io.cumulonimbus.config.doctor.Patient;
import io.cumulonimbus.config.launch.Launcher;
import io.cumulonimbus.config.launch.Program;
import io.cumulonimbus.config.launch.StartOptions;
import io.cumulonimbus.net.doors.DoorCensus;
import io.cumulonimbus.net.dump.Dump;
import io.cumulonimbus.net.dump.DumpFilter;
import io.cumulonimbus.net.udp.HelloDatagram;
import io.cumulonimbus.origin.Origin;
import io.cumulonimbus.origin.OriginAdmin;
import io.cumulonimbus.origin.rehearsal.Rehearsal;
import io.cumulonimbus.rtmfp.endpoint.EndpointStatistics;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code origin start}: an origin until it is told to stop. */
@Command(
        name = "start",
        description =
                "Starts an origin and serves until SIGTERM or SIGINT. Prints a line that begins with"
                        + " READY when every port is open.")
final class StartCommand implements Callable<Integer>, Program<OriginConfig> {
    /** What can be changed while it serves. */
    private static final Set<String> CHANGEABLE =
            Set.of(
                    "edges.secret",
                    "edges.secretFile",
                    "edges.denied",
                    "admin.token",
                    "admin.tokenFile");

    /** So much later a member of a cluster may be ready for having rehearsed. */
    private static final Duration REHEARSED_WITHIN = Duration.ofSeconds(3);

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
        return KeyTable.origin();
    }

    @Override
    public OriginConfig load(ConfigSources sources) throws ConfigException {
        return OriginConfig.load(sources);
    }

    @Override
    public LogsConfig logs(OriginConfig config) {
        return config.logs();
    }

    @Override
    public Patient patient(OriginConfig config) {
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
    public Running start(OriginConfig config) throws StartException, IOException {
        Optional<Rehearsal> rehearsal =
                Optional.of(config.cluster())
                        .filter(ClusterConfig::enabled)
                        .map(member -> Rehearsal.begin());
        Origin origin = Origin.start(config);
        rehearsal.ifPresent(begun -> begun.await(REHEARSED_WITHIN));
        AtomicBoolean staying = new AtomicBoolean(true);
        try {
            return new Serving(
                    origin,
                    config.sessions().drain(),
                    OriginAdmin.open(config.admin(), origin, staying::get),
                    staying);
        } catch (StartException e) {
            origin.close();
            throw e;
        }
    }

    /** An origin as the launcher sees it. */
    private record Serving(
            Origin origin, Duration drain, Optional<AdminDoor> admin, AtomicBoolean staying)
            implements Running {
        @Override
        public String ports() {
            List<String> ports = new ArrayList<>(OriginAdmin.ports(origin));
            admin.ifPresent(door -> ports.add("admin=" + shown(door.address()) + "/tcp"));
            return String.join(" ", ports);
        }

        @Override
        public boolean canChange(String key) {
            boolean ofOneEdge = key.startsWith("edge:") && key.endsWith(".secret");
            return ofOneEdge || CHANGEABLE.contains(key);
        }

        @Override
        public List<String> reload(ConfigSources sources) throws ConfigException {
            OriginConfig config = OriginConfig.load(sources);
            origin.trust(config.edges());
            admin.ifPresent(door -> door.demand(config.admin().token()));
            return List.of("secrets of edges and operators were read again");
        }

        @Override
        public List<String> status() {
            DoorCensus doors = origin.rtmpCensus();
            long rtmfp =
                    origin.rtmfpStatistics().stream()
                            .map(asked -> asked.completeOnTimeout(null, 1, TimeUnit.SECONDS))
                            .map(CompletableFuture::join)
                            .filter(Objects::nonNull)
                            .mapToLong(EndpointStatistics::sessions)
                            .sum();
            return List.of(
                    "state " + (staying.get() ? "serving" : "stopping"),
                    "rtmfp " + rtmfp + " sessions",
                    "rtmp " + (doors.rtmp() + doors.rtmps()) + " connections",
                    "rtmpt " + (doors.http() + doors.https()) + " connections",
                    "edges " + origin.edges().size(),
                    "streams " + origin.streams().completeOnTimeout(0, 1, TimeUnit.SECONDS).join());
        }

        private static HostPort shown(InetSocketAddress address) {
            return new HostPort(address.getAddress().getHostAddress(), address.getPort());
        }

        @Override
        public Duration leave() {
            return drain;
        }

        @Override
        public boolean drain(Consumer<String> step) {
            staying.set(false);
            origin.departure().listen(one -> step.accept(one.toString()));
            origin.drain(drain);
            return origin.departure().isComplete();
        }

        @Override
        public void close() {
            staying.set(false);
            origin.close();
            admin.ifPresent(AdminDoor::close);
        }
    }
}
