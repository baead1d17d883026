package io.cumulonimbus.config.doctor;

import io.cumulonimbus.config.ClusterConfig;
import io.cumulonimbus.config.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Whether an origin can find the others of its cluster, and they it. */
final class ClusterCheck {
    private static final int PATIENCE_MS = 2_000;

    private ClusterCheck() {}

    /**
     * Looks at an origin of a cluster.
     *
     * @param linked whether it receives edges and other origins
     */
    static List<Finding> look(ClusterConfig cluster, boolean linked) {
        List<Finding> findings = new ArrayList<>();
        if (!linked) {
            findings.add(
                    Finding.note(
                            "cluster.enabled without edges.activated: streams, recordings and"
                                    + " clients cannot cross to other origins; set"
                                    + " edges.activated = true"));
        }
        if (cluster.file().isPresent()) {
            findings.add(
                    Finding.note(
                            cluster.file().get()
                                    + " says how origins find each other: nobody was called"));
            return findings;
        }
        List<HostPort> others =
                cluster.members().stream().filter(m -> !isSelf(m, cluster)).toList();
        if (others.isEmpty()) {
            findings.add(
                    Finding.note(
                            "cluster.members names no other origin: this one waits for others to"
                                    + " name it"));
        }
        others.forEach(other -> findings.add(member(other)));
        return findings;
    }

    private static boolean isSelf(HostPort member, ClusterConfig cluster) {
        try {
            InetAddress at = InetAddress.getByName(member.host());
            boolean ours = at.isLoopbackAddress() || NetworkInterface.getByInetAddress(at) != null;
            return ours && member.port() == cluster.port();
        } catch (IOException unknown) {
            return false;
        }
    }

    private static Finding member(HostPort other) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(other.host(), other.port()), PATIENCE_MS);
            return Finding.ok("the origin of the cluster at " + other + " accepts connections");
        } catch (IOException e) {
            return Finding.note(
                    "the origin of the cluster at "
                            + other
                            + " cannot be reached ("
                            + e.getMessage()
                            + "): start it, correct cluster.members, or open its cluster.port to"
                            + " this machine and this one's to it");
        }
    }
}
