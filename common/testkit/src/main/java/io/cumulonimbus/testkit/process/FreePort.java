package io.cumulonimbus.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports that are free on the loopback, for servers that have to be told theirs. No other test
 * of this machine, in whatever process, is given the same one until this process ends.
 */
public final class FreePort {
    /**
     * Below those that systems give to connections, which would take a port between its being found
     * free and its being opened.
     */
    private static final int FIRST = 10_000;

    private static final int LAST = 32_000;
    private static final int ATTEMPTS = 10_000;
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /** The byte at the position of a port is locked by the process that was given it. */
    private static final FileChannel TAKEN = open();

    /** A lock that nobody keeps would be collected and given back. */
    private static final Queue<FileLock> OURS = new ConcurrentLinkedQueue<>();

    private FreePort() {}

    private static FileChannel open() {
        String name = "cumulonimbus-test-ports-" + System.getProperty("user.name");
        Path file = Path.of(System.getProperty("java.io.tmpdir"), name);
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }

    /** One for TCP. */
    public static int tcp() {
        return find(false);
    }

    /** One for UDP. */
    public static int udp() {
        return find(true);
    }

    private static int find(boolean udp) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (isOurs(port) && (udp ? isFreeForUdp(port) : isFreeForTcp(port))) {
                return port;
            }
        }
        throw new IllegalStateException("no port is free");
    }

    private static boolean isOurs(int port) {
        try {
            FileLock lock = TAKEN.tryLock(port, 1, false);
            if (lock == null) {
                return false;
            }
            OURS.add(lock);
            return true;
        } catch (OverlappingFileLockException given) {
            return false;
        } catch (IOException unusable) {
            throw new UncheckedIOException(unusable);
        }
    }

    private static boolean isFreeForUdp(int port) {
        try (DatagramSocket socket = new DatagramSocket(port, LOOPBACK)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private static boolean isFreeForTcp(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, LOOPBACK)) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }
}
