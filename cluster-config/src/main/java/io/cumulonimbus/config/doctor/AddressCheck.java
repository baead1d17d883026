package io.cumulonimbus.config.doctor;

import io.cumulonimbus.config.HostPort;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.Optional;

/** Whether the addresses that others are told, and those that we must reach, are right. */
final class AddressCheck {
    private static final int PATIENCE_MS = 3_000;
    private static final int SHARED_FIRST = 100;
    private static final int SHARED_LEAST = 64;
    private static final int SHARED_MOST = 127;
    private static final String FORWARDED =
            " is a router's or load balancer's: it must forward the UDP port to this machine";

    private AddressCheck() {}

    static Finding publicAddress(HostPort address, Patient patient) {
        InetSocketAddress found = new InetSocketAddress(address.host(), address.port());
        if (found.isUnresolved()) {
            return Finding.bad(
                    "publicAddress " + address + ": no name server knows the host; correct it");
        }
        InetAddress at = found.getAddress();
        boolean elsewhere =
                patient.doors().stream()
                        .anyMatch(d -> !d.address().getAddress().isLoopbackAddress());
        if (at.isLoopbackAddress() && elsewhere) {
            return Finding.note(
                    "publicAddress "
                            + address
                            + " is this machine alone: clients elsewhere cannot follow it; set it");
        }
        if (isPrivate(at)) {
            return Finding.note(
                    "publicAddress "
                            + address
                            + " is of a private network: right if all clients are in it");
        }
        return Finding.ok("publicAddress " + address + (isOurs(at) ? " is ours" : FORWARDED));
    }

    /** Nothing to say where only the loopback is listened on. */
    static List<Finding> noPublicAddress(Patient patient) {
        boolean reachable =
                patient.doors().stream()
                        .anyMatch(d -> !d.address().getAddress().isLoopbackAddress());
        Optional<InetAddress> known = ownPublicAddress();
        if (!reachable || known.isPresent()) {
            return known.map(at -> Finding.ok("public address " + at.getHostAddress())).stream()
                    .toList();
        }
        return List.of(
                Finding.note(
                        "publicAddress is empty and this machine has private addresses only: behind"
                                + " a router set it to the router's, so that peers and edges work"
                                + " from outside"));
    }

    static Finding origin(HostPort origin) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(origin.host(), origin.port()), PATIENCE_MS);
            return Finding.ok("the origin at " + origin + " accepts connections");
        } catch (IOException e) {
            return Finding.bad(
                    "the origin at "
                            + origin
                            + " cannot be reached ("
                            + e.getMessage()
                            + "): correct serverAddress, start it with edges.activated=true, or open"
                            + " its edges.port");
        }
    }

    private static Optional<InetAddress> ownPublicAddress() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(at -> at instanceof Inet4Address)
                    .filter(at -> !at.isLoopbackAddress() && !isPrivate(at))
                    .findFirst();
        } catch (SocketException e) {
            return Optional.empty();
        }
    }

    private static boolean isPrivate(InetAddress at) {
        byte[] bytes = at.getAddress();
        boolean shared =
                bytes.length == 4
                        && bytes[0] == SHARED_FIRST
                        && (bytes[1] & 0xff) >= SHARED_LEAST
                        && (bytes[1] & 0xff) <= SHARED_MOST;
        return shared || at.isSiteLocalAddress() || at.isLinkLocalAddress();
    }

    private static boolean isOurs(InetAddress at) {
        try {
            return NetworkInterface.getByInetAddress(at) != null;
        } catch (SocketException e) {
            return false;
        }
    }
}
