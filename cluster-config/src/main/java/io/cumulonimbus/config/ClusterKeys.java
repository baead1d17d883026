package io.cumulonimbus.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys for a cluster of origins, and how they become a {@link ClusterConfig}. */
final class ClusterKeys {
    private static final int MAX_NODE = 64;

    private static final ConfigKey<Boolean> ENABLED =
            ConfigKey.of(
                    "cluster.enabled",
                    "false",
                    ValueType.BOOLEAN,
                    "Whether this origin and others are one cluster: clients of each find those of"
                            + " all, and streams published at one are played at any.");
    private static final ConfigKey<String> NAME =
            ConfigKey.of(
                    "cluster.name",
                    "cumulonimbus",
                    ValueType.HOST,
                    "What tells this cluster from others in the same network.");
    private static final ConfigKey<String> NODE =
            ConfigKey.of(
                    "cluster.node",
                    "",
                    ValueType.TEXT,
                    "What the others call this origin, 64 characters at most; empty is the machine's"
                            + " name and the port for RTMFP.");
    private static final ConfigKey<String> ADDRESS =
            ConfigKey.of(
                    "cluster.address",
                    "127.0.0.1",
                    ValueType.HOST,
                    "The local address on which origins talk to each other, or the name of a network"
                            + " interface. What they say is neither encrypted nor authenticated:"
                            + " it belongs into a private network.");
    private static final ConfigKey<Integer> PORT =
            ConfigKey.of(
                    "cluster.port",
                    "5701",
                    ValueType.PORT,
                    "The TCP port on which origins talk to each other.");
    private static final ConfigKey<List<HostPort>> MEMBERS =
            ConfigKey.of(
                    "cluster.members",
                    "127.0.0.1:5701",
                    ValueType.HOST_PORTS,
                    "Where other origins may be found; some are enough, and this one may be among"
                            + " them.");
    private static final ConfigKey<Boolean> ALLOW_PUBLIC =
            ConfigKey.of(
                    "cluster.allowPublic",
                    "false",
                    ValueType.BOOLEAN,
                    "Whether cluster.address may be an address that the whole world reaches. Whoever"
                            + " reaches it can read and change everything: a firewall has to"
                            + " forbid that.");
    private static final ConfigKey<String> FILE =
            ConfigKey.of(
                    "cluster.file",
                    "hazelcast.yaml",
                    ValueType.TEXT,
                    "A configuration of Hazelcast that says how other origins are found, in place of"
                            + " cluster.members: by multicast, DNS or Kubernetes. Only if it is"
                            + " there.");

    private static final ConfigKey<PlacementConfig.Mode> PLACEMENT =
            ConfigKey.of(
                    "cluster.placement",
                    "auto",
                    ValueType.oneOf(PlacementConfig.Mode.class),
                    "Where the clients of an application are served: home is at one origin, whichever"
                            + " they come to; spread is wherever they come; auto is home for folders"
                            + " of www with a main.lua in them, spread for the others. A section"
                            + " [realm:/path] with the key placement says it for one folder.");

    private static final ConfigKey<Integer> REDIRECT_BELOW =
            ConfigKey.of(
                    "cluster.redirectBelow",
                    "1000",
                    ValueType.COUNT,
                    "RTMFP clients of an application whose home is another origin are sent there"
                            + " while that has fewer clients than this, and has told an address for"
                            + " clients (its publicAddress or address); otherwise they are"
                            + " forwarded. 0 forwards all.");

    private static final ConfigKey<Map<String, String>> PROPERTIES =
            ConfigKey.of(
                    "cluster.properties",
                    "",
                    ServerProperties.TYPE,
                    "What scripts at the other origins know of this one: name=value, or several with"
                            + " & between them, found as cumulus.servers(1).name, as Cumulus has it"
                            + " behind the question mark of its servers.targets.");

    /** {@code [realm:/path]}: what concerns one realm. */
    private static final String REALM = "realm:";

    static final List<ConfigKey<?>> ALL =
            List.of(
                    ENABLED,
                    NAME,
                    NODE,
                    ADDRESS,
                    PORT,
                    MEMBERS,
                    ALLOW_PUBLIC,
                    FILE,
                    PLACEMENT,
                    REDIRECT_BELOW,
                    PROPERTIES);

    private ClusterKeys() {}

    static ClusterConfig read(Settings settings, int clientPort) throws ConfigException {
        boolean enabled = settings.get(ENABLED);
        String node = settings.get(NODE);
        if (node.length() > MAX_NODE) {
            throw settings.wrong(NODE, "a text of " + MAX_NODE + " characters at most");
        }
        Path file = settings.home().resolve(settings.get(FILE));
        return new ClusterConfig(
                enabled,
                settings.get(NAME),
                node.isEmpty() ? named(enabled, clientPort) : node,
                settings.get(ADDRESS),
                settings.get(PORT),
                settings.get(MEMBERS),
                settings.get(ALLOW_PUBLIC),
                Files.isRegularFile(file) ? Optional.of(file) : Optional.empty(),
                placement(settings),
                settings.get(PROPERTIES));
    }

    private static PlacementConfig placement(Settings settings) throws ConfigException {
        Map<String, PlacementConfig.Mode> realms = new HashMap<>();
        for (String section : settings.sections(REALM)) {
            Optional<PlacementConfig.Mode> mode = settings.get(PLACEMENT, section + ".placement");
            String path = section.substring(REALM.length()).replaceAll("^/|/$", "");
            mode.ifPresent(known -> realms.put(path, known));
        }
        return new PlacementConfig(settings.get(PLACEMENT), realms, settings.get(REDIRECT_BELOW));
    }

    /** The machine is asked for its name only when somebody is to be told. */
    private static String named(boolean enabled, int port) {
        String host = enabled ? machine() : "origin";
        String tail = ":" + port;
        return host.substring(0, Math.min(host.length(), MAX_NODE - tail.length())) + tail;
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException unnamed) {
            return "origin";
        }
    }
}
