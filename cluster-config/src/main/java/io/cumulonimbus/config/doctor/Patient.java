package io.cumulonimbus.config.doctor;

import io.cumulonimbus.config.AdminConfig;
import io.cumulonimbus.config.ClusterConfig;
import io.cumulonimbus.config.EdgeConfig;
import io.cumulonimbus.config.EdgesConfig;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.RelayConfig;
import io.cumulonimbus.config.RtmpDoors;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.config.TlsConfig;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What there is to examine of a program.
 *
 * @param doors ports that it opens
 * @param tls its certificate, where a port needs one
 * @param udpBufferSize what it asks of the system, in bytes; 0 = 4 MiB, or what there is
 * @param publicAddress what it tells others as its own
 * @param origins whom it must reach
 * @param folders in which it writes, by setting
 * @param secrets whether there is one, by the setting that would hold it; of ports that are open
 * @param sessions how many clients it takes at most
 * @param cluster its place in a cluster, if it is in one
 */
public record Patient(
        List<Door> doors,
        Optional<TlsConfig> tls,
        int udpBufferSize,
        Optional<HostPort> publicAddress,
        List<HostPort> origins,
        Map<String, Path> folders,
        Map<String, Boolean> secrets,
        int sessions,
        Optional<ClusterConfig> cluster) {
    /** Of which nothing is known. */
    public static final Patient UNKNOWN =
            new Patient(
                    List.of(),
                    Optional.empty(),
                    0,
                    Optional.empty(),
                    List.of(),
                    Map.of(),
                    Map.of(),
                    0,
                    Optional.empty());

    /** An origin with these settings. */
    public static Patient of(OriginConfig config) {
        List<Door> doors = new ArrayList<>();
        config.addresses().forEach(at -> doors.add(new Door("port", at, true)));
        addRtmp(doors, config.addresses(), config.rtmp());
        RelayConfig relay = config.peers().relay();
        for (int i = 0; relay.activated() && i < relay.ports(); i++) {
            doors.add(new Door("relay.port", first(config.addresses(), relay.port() + i), true));
        }
        Map<String, Boolean> secrets = new LinkedHashMap<>();
        EdgesConfig edges = config.edges();
        if (edges.activated()) {
            InetSocketAddress at = new InetSocketAddress(edges.bindAddress(), edges.port());
            doors.add(new Door("edges.port", at, false));
            secrets.put("edges.secret", !edges.secret().isEmpty());
        }
        addAdmin(doors, secrets, config.admin());
        Map<String, Path> folders = new LinkedHashMap<>();
        folders.put("www", config.www());
        folders.put("logs.directory", config.logs().directory());
        folders.put("media.folder", config.media().general().folder());
        return new Patient(
                doors,
                config.rtmp().tls(),
                config.udpBufferSize(),
                config.publicAddress(),
                List.of(),
                folders,
                secrets,
                config.sessions().max(),
                Optional.of(config.cluster()).filter(ClusterConfig::enabled));
    }

    /** An edge with these settings. */
    public static Patient of(EdgeConfig config) {
        List<Door> doors = new ArrayList<>();
        config.addresses().forEach(at -> doors.add(new Door("port", at, true)));
        addRtmp(doors, config.addresses(), config.rtmp());
        Map<String, Boolean> secrets = new LinkedHashMap<>();
        Secret secret = config.uplink().secret();
        secrets.put("secret", !secret.isEmpty());
        addAdmin(doors, secrets, config.admin());
        return new Patient(
                doors,
                config.rtmp().tls(),
                config.udpBufferSize(),
                Optional.of(config.publicAddress()),
                config.uplink().origins(),
                Map.of("logs.directory", config.logs().directory()),
                secrets,
                config.sessions().max(),
                Optional.empty());
    }

    private static void addRtmp(
            List<Door> doors, List<InetSocketAddress> addresses, RtmpDoors rtmp) {
        add(doors, addresses, "rtmp.port", rtmp.rtmp());
        add(doors, addresses, "rtmps.port", rtmp.rtmps());
        add(doors, addresses, "http.port", rtmp.http());
        add(doors, addresses, "https.port", rtmp.https());
    }

    private static void add(
            List<Door> doors, List<InetSocketAddress> addresses, String key, OptionalInt port) {
        if (port.isPresent()) {
            addresses.stream()
                    .map(InetSocketAddress::getAddress)
                    .distinct()
                    .map(at -> new InetSocketAddress(at, port.getAsInt()))
                    .forEach(at -> doors.add(new Door(key, at, false)));
        }
    }

    private static void addAdmin(
            List<Door> doors, Map<String, Boolean> secrets, AdminConfig admin) {
        if (admin.port().isPresent()) {
            InetSocketAddress at = new InetSocketAddress(admin.address(), admin.port().getAsInt());
            doors.add(new Door("admin.port", at, false));
            secrets.put("admin.token", !admin.token().isEmpty());
        }
    }

    private static InetSocketAddress first(List<InetSocketAddress> addresses, int port) {
        return new InetSocketAddress(addresses.get(0).getAddress(), port);
    }
}
