package io.cumulonimbus.net.tls;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our certificate, from two PEM files that are looked at every few seconds by a thread of its own
 * and read again when they changed. Who is connected keeps what it came with.
 */
public final class ServerTls implements AutoCloseable {
    private static final long HANDSHAKE_MS = 10_000;
    private static final int HANDSHAKES_WAITING = 256;

    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);

    private final Path certificate;
    private final Path key;
    private final AtomicReference<Loaded> current;
    private final HandshakesProxy handshakes;
    private final ScheduledThreadPoolExecutor watcher;

    /** Of the watcher alone. */
    private String complaint = "";

    /** What was read last without fault, and what the files looked like when last looked at. */
    private record Loaded(SslContext context, List<Object> seen) {}

    private ServerTls(
            Path certificate,
            Path key,
            Loaded first,
            Duration interval,
            HandshakesProxy handshakes) {
        this.certificate = certificate;
        this.key = key;
        this.current = new AtomicReference<>(first);
        this.handshakes = handshakes;
        this.watcher = new ScheduledThreadPoolExecutor(1, new DefaultThreadFactory("tls", true));
        watcher.scheduleWithFixedDelay(
                this::look, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Reads the files and starts to look after them. Blocks.
     *
     * @param interval how often to look
     * @throws IOException whose message names the file and what is wrong with it
     */
    public static ServerTls open(Path certificate, Path key, Duration interval) throws IOException {
        return open(certificate, key, interval, HandshakesProxy.forThisMachine(HANDSHAKES_WAITING));
    }

    /** The same with another pool for handshakes, which becomes ours. */
    static ServerTls open(Path certificate, Path key, Duration interval, HandshakesProxy handshakes)
            throws IOException {
        List<Object> seen = List.of(looks(certificate), looks(key));
        Loaded first = new Loaded(context(certificate, key), seen);
        return new ServerTls(certificate, key, first, interval, handshakes);
    }

    /**
     * Makes a certificate for trying out, unless there is one of the files. Blocks.
     *
     * @return whether it was made
     */
    public static boolean makeMissing(Path certificate, Path key, RandomGenerator random)
            throws IOException {
        if (Files.exists(certificate) || Files.exists(key)) {
            return false;
        }
        TrialCertificate.make(certificate, key, random);
        return true;
    }

    private static SslContext context(Path certificate, Path key) throws IOException {
        PemPair pair = PemPair.read(certificate, key);
        return SslContextBuilder.forServer(pair.key(), pair.chain())
                .protocols("TLSv1.3", "TLSv1.2")
                .build();
    }

    /** What a file looks like without reading it: renewals replace it or write into it. */
    private static Object looks(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException("The file " + file + " is not there or cannot be read");
        }
        FileTime written = Files.getLastModifiedTime(file);
        return List.of(written, Files.size(file));
    }

    private void look() {
        try {
            Loaded before = current.get();
            List<Object> seen = List.of(looks(certificate), looks(key));
            if (seen.equals(before.seen)) {
                return;
            }
            complaint = "";
            // Looked at before: what is written meanwhile is seen the next time.
            current.set(new Loaded(before.context, seen));
            current.set(new Loaded(context(certificate, key), seen));
            LOG.info("The certificate {} was read again", certificate);
        } catch (IOException | RuntimeException e) {
            String what = String.valueOf(e.getMessage());
            if (!what.equals(complaint)) {
                complaint = what;
                LOG.warn("The certificate stays what it was: {}", what);
            }
        }
    }

    /**
     * What does the encryption of a new connection, which is closed when there is no room for its
     * handshake. Any thread.
     */
    public SslHandler handler(Channel channel) {
        Runnable refuse = () -> channel.unsafe().close(channel.voidPromise()); // without a word
        Executor steps = step -> handshakes.submit(step, refuse);
        SslHandler handler = current.get().context.newHandler(channel.alloc(), steps);
        handler.setHandshakeTimeoutMillis(HANDSHAKE_MS);
        return handler;
    }

    /** What handshakes cost so far. Any thread. */
    public HandshakeStatistics handshakes() {
        return handshakes.statistics();
    }

    /** Looks no more, and shakes no more hands. */
    @Override
    public void close() {
        watcher.shutdownNow();
        handshakes.close();
    }
}
