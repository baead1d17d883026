package io.cumulonimbus.config.launch;

import io.cumulonimbus.config.KeyTable;
import io.cumulonimbus.config.LogsConfig;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The way to a running program on this machine, through its {@link ControlDoor}. */
public final class ControlLine {
    /** Asks how it is: lines {@code pid N}, {@code since TIME}, {@code ports ...} and more. */
    public static final String STATUS = "status";

    /** Has it read its settings again; the lines say what came of it. */
    public static final String RELOAD = "reload";

    /** Begins a line of an answer that says what went wrong. */
    public static final String ERROR = "error";

    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int MAX_ANSWER = 1 << 20;

    private ControlLine() {}

    /** Where the door of a program is. */
    public static Path file(KeyTable keys, LogsConfig logs) {
        return logs.directory().resolve(logs.name() + "." + keys.program() + ".control");
    }

    /** Where a program writes its line with READY while it serves. */
    public static Path readyFile(KeyTable keys, LogsConfig logs) {
        return logs.directory().resolve(logs.name() + "." + keys.program() + ".ready");
    }

    /** The lines that it answers; empty when nobody is there. Blocks, for a minute at most. */
    public static Optional<List<String>> ask(Path file, String word) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(file))) {
            channel.write(ByteBuffer.wrap((word + "\n").getBytes(StandardCharsets.UTF_8)));
            channel.shutdownOutput();
            List<String> lines = read(channel, MAX_ANSWER, PATIENCE_NS).lines().toList();
            return lines.isEmpty() ? Optional.empty() : Optional.of(lines);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException nobody) {
            return Optional.empty();
        }
    }

    /** What one of the answered lines says: the rest of the one that begins with this word. */
    public static Optional<String> find(List<String> lines, String word) {
        return lines.stream()
                .filter(line -> line.startsWith(word + " "))
                .map(line -> line.substring(word.length() + 1))
                .findFirst();
    }

    /** All that comes until the other end is done. */
    static String read(SocketChannel channel, int most, long patienceNs) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(most);
        try (Selector ready = selector(channel, SelectionKey.OP_READ)) {
            long deadline = System.nanoTime() + patienceNs;
            while (buffer.hasRemaining()) {
                await(ready, deadline);
                if (channel.read(buffer) < 0) {
                    break;
                }
            }
        }
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    }

    static void write(SocketChannel channel, ByteBuffer bytes, long patienceNs) throws IOException {
        try (Selector ready = selector(channel, SelectionKey.OP_WRITE)) {
            long deadline = System.nanoTime() + patienceNs;
            while (bytes.hasRemaining()) {
                await(ready, deadline);
                channel.write(bytes);
            }
        }
    }

    private static Selector selector(SocketChannel channel, int operation) throws IOException {
        Selector selector = Selector.open();
        channel.configureBlocking(false);
        channel.register(selector, operation);
        return selector;
    }

    private static void await(Selector ready, long deadlineNs) throws IOException {
        long left = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
        ready.selectedKeys().clear();
        if (left <= 0 || ready.select(left) == 0) {
            throw new IOException("no answer in time");
        }
    }
}
