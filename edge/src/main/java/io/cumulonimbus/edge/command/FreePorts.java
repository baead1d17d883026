package io.cumulonimbus.edge.command;

import io.cumulonimbus.config.ConfigException;
import io.cumulonimbus.config.ConfigSources;
import io.cumulonimbus.config.EdgeConfig;
import io.cumulonimbus.config.PortRange;
import io.cumulonimbus.net.gateway.PortUnavailableException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes a port out of each range of ports that the settings of an edge have: the first that is
 * free, so that several edges of one machine can have the same settings.
 */
final class FreePorts {
    private static final String UDP = "port";
    private static final String ADMIN = "admin.port";
    private static final List<String> TCP =
            List.of("rtmp.port", "http.port", "rtmps.port", "https.port", ADMIN);

    private final EdgeConfig config;
    private final Map<String, String> texts;
    private final List<String> chosen = new ArrayList<>();
    private final Set<Integer> ours = new HashSet<>();

    private FreePorts(EdgeConfig config) {
        this.config = config;
        this.texts = config.configs();
    }

    /** The same settings with one port for each range; the very same when there is none. */
    static ConfigSources choose(ConfigSources sources) throws ConfigException {
        FreePorts ports = new FreePorts(EdgeConfig.load(sources));
        ports.choose();
        if (ports.chosen.isEmpty()) {
            return sources;
        }
        List<String> assignments = new ArrayList<>(sources.assignments());
        assignments.addAll(ports.chosen);
        return new ConfigSources(
                sources.home(), sources.file(), sources.environment(), assignments);
    }

    /** Whether somebody else has taken a port meanwhile. */
    static boolean isLost(Exception failure) {
        return failure instanceof PortUnavailableException
                || failure.getCause() instanceof PortUnavailableException;
    }

    private void choose() {
        for (String key : TCP) {
            PortRange range = PortRange.of(texts.get(key));
            if (!range.isWide()) {
                ours.add(range.first());
            }
        }
        if (PortRange.of(texts.get(UDP)).isWide()) {
            take(UDP, false);
        }
        for (String key : TCP) {
            if (PortRange.of(texts.get(key)).isWide()) {
                take(key, true);
            }
        }
    }

    /** The last one when none is free: who opens it says what is wrong. */
    private void take(String key, boolean tcp) {
        PortRange range = PortRange.of(texts.get(key));
        int port = range.first();
        while (port < range.last() && !isFree(key, port, tcp)) {
            port++;
        }
        if (tcp) {
            ours.add(port);
        }
        chosen.add(key + "=" + port);
    }

    private boolean isFree(String key, int port, boolean tcp) {
        if (tcp && ours.contains(port)) {
            return false;
        }
        List<InetAddress> hosts =
                key.equals(ADMIN)
                        ? List.of(config.admin().address())
                        : config.addresses().stream()
                                .map(InetSocketAddress::getAddress)
                                .distinct()
                                .toList();
        return hosts.stream()
                .map(host -> new InetSocketAddress(host, port))
                .allMatch(tcp ? FreePorts::isFreeForTcp : FreePorts::isFreeForUdp);
    }

    private static boolean isFreeForTcp(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address, 1);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private static boolean isFreeForUdp(InetSocketAddress address) {
        try (DatagramSocket socket = new DatagramSocket(null)) {
            socket.bind(address);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
