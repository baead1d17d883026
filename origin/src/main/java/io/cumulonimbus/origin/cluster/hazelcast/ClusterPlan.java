package io.cumulonimbus.origin.cluster.hazelcast;

import com.hazelcast.config.Config;
import com.hazelcast.config.InvalidConfigurationException;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.YamlConfigBuilder;
import com.hazelcast.spi.merge.LatestUpdateMergePolicy;
import com.hazelcast.spi.merge.PutIfAbsentMergePolicy;
import io.cumulonimbus.config.ClusterConfig;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.StartException;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.fabric.TableName;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a member is told: how to find others from the operator, all else from here. Timings are
 * chosen so that who is gone is missed in time: a member whose process ended when its connections
 * are reset and it refuses another one, one that is silent after 5 s.
 */
final class ClusterPlan {
    private static final Map<String, String> PROPERTIES =
            Map.ofEntries(
                    Map.entry("hazelcast.logging.type", "slf4j"),
                    Map.entry("hazelcast.phone.home.enabled", "false"),
                    Map.entry("hazelcast.shutdownhook.enabled", "false"),
                    Map.entry("hazelcast.socket.bind.any", "false"),
                    Map.entry("hazelcast.connection.monitor.max.faults", "1"),
                    Map.entry("hazelcast.heartbeat.interval.seconds", "1"),
                    Map.entry("hazelcast.max.no.heartbeat.seconds", "5"),
                    Map.entry("hazelcast.merge.first.run.delay.seconds", "3"),
                    Map.entry("hazelcast.merge.next.run.delay.seconds", "3"),
                    Map.entry("hazelcast.wait.seconds.before.join", "1"),
                    Map.entry("hazelcast.operation.call.timeout.millis", "4000"),
                    Map.entry("hazelcast.event.queue.capacity", "100000"),
                    Map.entry("hazelcast.graceful.shutdown.max.wait", "5"));

    private ClusterPlan() {}

    static String mapName(TableName name) {
        return switch (name.kind()) {
            case PEERS -> "peers";
            case STREAMS -> "streams";
            case LEASES -> "leases";
            case LOCKS -> "locks";
            case MAP -> "map-" + name.name();
        };
    }

    /**
     * Makes the plan.
     *
     * @throws StartException when the address is not of this machine, or is public and may not be,
     *     or the file is wrong
     */
    static Config of(ClusterConfig cluster, NodeId self) throws StartException {
        InetAddress address = PrivateAddress.of(cluster);
        Config config = cluster.file().isPresent() ? read(cluster.file().get()) : new Config();
        config.setClusterName(cluster.name());
        PROPERTIES.forEach(config::setProperty);
        config.getMetricsConfig().setEnabled(false);
        config.getSerializationConfig().addDataSerializableFactory(Serials.FACTORY, new Serials());
        NetworkConfig network = config.getNetworkConfig();
        network.setPort(cluster.port()).setPortAutoIncrement(false);
        network.getInterfaces().setEnabled(true).clear().addInterface(address.getHostAddress());
        if (cluster.file().isEmpty()) {
            join(network.getJoin(), cluster);
        }
        Members.mark(config, self);
        maps(config);
        return config;
    }

    private static Config read(Path file) throws StartException {
        try {
            return new YamlConfigBuilder(file.toString()).build();
        } catch (IOException | InvalidConfigurationException wrong) {
            throw new StartException(file + ": " + wrong.getMessage(), wrong);
        }
    }

    private static void join(JoinConfig join, ClusterConfig cluster) {
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig()
                .setEnabled(true)
                .setConnectionTimeoutSeconds(2)
                .setMembers(cluster.members().stream().map(HostPort::toString).toList());
    }

    private static void maps(Config config) {
        config.addMapConfig(map("peers", PutIfAbsentMergePolicy.class).setReadBackupData(true));
        config.addMapConfig(map("streams", BetterEntry.class));
        config.addMapConfig(map("leases", BetterEntry.class));
        config.addMapConfig(map("locks", BetterEntry.class));
        config.addMapConfig(
                map("map-*", LatestUpdateMergePolicy.class).setPerEntryStatsEnabled(true));
    }

    /** One backup, which is written before a write is answered. */
    private static MapConfig map(String name, Class<?> merging) {
        return new MapConfig(name)
                .setBackupCount(1)
                .setPerEntryStatsEnabled(false)
                .setMergePolicyConfig(new MergePolicyConfig().setPolicy(merging.getName()));
    }
}
