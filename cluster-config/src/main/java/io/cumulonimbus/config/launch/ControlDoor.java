package io.cumulonimbus.config.launch;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Unix domain socket, beside the log files, where the user who runs a program asks it how it is
 * and tells it to read its settings again. A word comes in, lines go out, and the connection is
 * closed; one after the other, on a thread of its own.
 *
 * <p>Nothing depends on it: where it cannot be opened a warning is logged.
 */
final class ControlDoor implements AutoCloseable {
    private static final int MAX_WORD = 64;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);
    private static final Logger LOG = LoggerFactory.getLogger(ControlDoor.class);

    private final Path file;
    private final ServerSocketChannel server;
    private final Function<String, List<String>> answers;

    private ControlDoor(
            Path file, ServerSocketChannel server, Function<String, List<String>> answers) {
        this.file = file;
        this.server = server;
        this.answers = answers;
    }

    /**
     * Opens it.
     *
     * @param answers the lines for a word; called on the thread of the door
     */
    static Optional<ControlDoor> open(Path file, Function<String, List<String>> answers) {
        if (ControlLine.ask(file, ControlLine.STATUS).isPresent()) {
            LOG.warn(
                    "Another process answers at {}: status, stop and reload reach that one. Give"
                            + " each a logs.name of its own",
                    file);
            return Optional.empty();
        }
        try {
            Files.deleteIfExists(file);
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            ControlDoor door = new ControlDoor(file, server, answers);
            try {
                server.bind(UnixDomainSocketAddress.of(file));
                if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                    Files.setPosixFilePermissions(
                            file, PosixFilePermissions.fromString("rw-------"));
                }
            } catch (IOException | RuntimeException e) {
                door.close();
                throw e;
            }
            Thread thread = new Thread(door::serve, "control");
            thread.setDaemon(true);
            thread.start();
            return Optional.of(door);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            LOG.warn("No socket for status, stop and reload at {}: {}", file, e.toString());
            return Optional.empty();
        }
    }

    private void serve() {
        while (server.isOpen()) {
            try (SocketChannel asker = server.accept()) {
                answer(asker);
            } catch (ClosedChannelException closed) {
                return;
            } catch (IOException | RuntimeException e) {
                LOG.debug("a question was not answered", e);
            }
        }
    }

    private void answer(SocketChannel asker) throws IOException {
        String word = ControlLine.read(asker, MAX_WORD, PATIENCE_NS).strip();
        String lines = String.join("\n", answers.apply(word)) + "\n";
        ByteBuffer out = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
        ControlLine.write(asker, out, PATIENCE_NS);
    }

    @Override
    public void close() {
        try {
            server.close();
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("closing", e);
        }
    }
}
