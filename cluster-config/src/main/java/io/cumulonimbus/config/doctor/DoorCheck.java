package io.cumulonimbus.config.doctor;

import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Optional;

/**
 * Whether ports can be opened, and what is sent to those of UDP arrives.
 *
 * @param running whether the program has them open
 * @param hello what it answers on a port of UDP; empty if nothing
 */
record DoorCheck(boolean running, byte[] hello) {
    private static final int PATIENCE_MS = 1_000;
    private static final int TRIES = 3;
    private static final int PRIVILEGED = 1024;
    private static final String FROM_OUTSIDE =
            "; from outside ask with: rtmfp probe rtmfp://HOST:PORT/";

    Finding look(Door door) {
        try {
            return running ? lookAtOpen(door) : lookAtClosed(door);
        } catch (BindException e) {
            return Finding.bad(door.shown() + ": " + why(door, e));
        } catch (IOException e) {
            return Finding.bad(door.shown() + ": " + e.getMessage());
        }
    }

    private static String why(Door door, BindException e) {
        String said = String.valueOf(e.getMessage());
        if (said.contains("ermission") || said.contains("rlaubnis")) {
            return door.address().getPort() < PRIVILEGED
                    ? "not allowed to this user: choose a port from 1024 on, or give"
                            + " CAP_NET_BIND_SERVICE"
                    : "not allowed to this user: " + said;
        }
        if (said.contains("assign")) {
            return "the address is not one of this machine: correct the key address";
        }
        return "in use by another program: stop that one (ss -lnp shows it), or set " + door.key();
    }

    private Finding lookAtClosed(Door door) throws IOException {
        if (!door.udp()) {
            InetSocketAddress at = door.address();
            try (ServerSocket socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(at);
                return Finding.ok(door.shown() + " is free");
            }
        }
        try (DatagramSocket socket = new DatagramSocket(null)) {
            socket.bind(door.address());
            socket.setSoTimeout(PATIENCE_MS);
            InetAddress to = near(door.address().getAddress());
            boolean arrived = asks(socket, new InetSocketAddress(to, socket.getLocalPort()));
            return arrived ? reached(door, to) : blocked(door, to);
        }
    }

    /** Whether what another socket sends arrives at this one. */
    private static boolean asks(DatagramSocket socket, InetSocketAddress to) throws IOException {
        byte[] question = {1, 9, 3, 5};
        try (DatagramSocket second = new DatagramSocket()) {
            for (int i = 0; i < TRIES; i++) {
                second.send(new DatagramPacket(question, question.length, to));
                if (arrives(socket)) {
                    return true;
                }
            }
        }
        return false;
    }

    private Finding lookAtOpen(Door door) throws IOException {
        InetAddress to = near(door.address().getAddress());
        InetSocketAddress at = new InetSocketAddress(to, door.address().getPort());
        if (!door.udp()) {
            try (Socket socket = new Socket()) {
                socket.connect(at, PATIENCE_MS);
                return Finding.ok(door.shown() + " is open, by the running program");
            } catch (IOException e) {
                return Finding.bad(
                        door.shown() + ": the program runs and does not listen here; restart it");
            }
        }
        if (hello.length == 0 || !door.key().equals("port")) {
            return Finding.ok(door.shown() + " belongs to the running program");
        }
        try (DatagramSocket second = new DatagramSocket()) {
            second.setSoTimeout(PATIENCE_MS);
            for (int i = 0; i < TRIES; i++) {
                second.send(new DatagramPacket(hello, hello.length, at));
                if (arrives(second)) {
                    return Finding.ok(
                            door.shown()
                                    + " answers a hello from "
                                    + to.getHostAddress()
                                    + FROM_OUTSIDE);
                }
            }
        }
        return blocked(door, to);
    }

    private static Finding reached(Door door, InetAddress to) {
        return Finding.ok(
                door.shown() + " is free, and datagrams to " + to.getHostAddress() + " arrive");
    }

    private static Finding blocked(Door door, InetAddress to) {
        return Finding.bad(
                door.shown()
                        + ": datagrams to "
                        + to.getHostAddress()
                        + " do not arrive; open the port for UDP in the firewall");
    }

    private static boolean arrives(DatagramSocket socket) throws IOException {
        try {
            socket.receive(new DatagramPacket(new byte[2048], 2048));
            return true;
        } catch (SocketTimeoutException nothing) {
            return false;
        }
    }

    /** An address that leads to this machine by its network, where every address is listened on. */
    private static InetAddress near(InetAddress local) throws SocketException {
        if (!local.isAnyLocalAddress()) {
            return local;
        }
        Optional<InetAddress> own =
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .filter(at -> at.getAddress().length == 4 && !at.isLoopbackAddress())
                        .findFirst();
        return own.orElse(InetAddress.getLoopbackAddress());
    }
}
