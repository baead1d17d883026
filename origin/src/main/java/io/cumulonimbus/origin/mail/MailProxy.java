package io.cumulonimbus.origin.mail;

import io.cumulonimbus.config.SmtpConfig;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.app.Mail;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of mails off the loops to the relay, one after the other over one connection, and of the
 * outcome back. Any thread.
 */
public final class MailProxy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MailProxy.class);
    private static final int MOST_WAITING = 256;
    private static final long MOST_BYTES = 32 << 20;
    private static final long END_WAIT_MS = 2_000;

    private final ThreadPoolExecutor pool =
            new ThreadPoolExecutor(
                    1,
                    1,
                    10,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(MOST_WAITING),
                    new DefaultThreadFactory("mail", true));
    private final Relay relay; // of the pool's thread
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong numbers = new AtomicLong();
    private long unreachableUntil; // of the pool's thread
    private Optional<String> unreachable = Optional.empty(); // of the pool's thread
    private final LongAdder sent = new LongAdder();
    private final LongAdder failed = new LongAdder();

    /**
     * @param tls makes encrypted connections, for those that trust other than Java's authorities
     */
    public MailProxy(SmtpConfig config, Optional<SSLSocketFactory> tls) {
        relay = new Relay(config, tls);
        pool.allowCoreThreadTimeOut(true);
    }

    /** Sends a mail and tells on the loop, once, why not, if so. */
    public void send(Mail mail, Loop replyTo, Consumer<Optional<String>> outcome) {
        long size = mail.size();
        if (bytes.addAndGet(size) > MOST_BYTES) {
            refuse(size, replyTo, outcome);
            return;
        }
        try {
            long number = numbers.incrementAndGet();
            pool.execute(() -> work(mail, number, replyTo, outcome));
        } catch (RejectedExecutionException full) {
            refuse(size, replyTo, outcome);
        }
    }

    private void refuse(long size, Loop replyTo, Consumer<Optional<String>> outcome) {
        bytes.addAndGet(-size);
        failed.increment();
        replyTo.execute(() -> outcome.accept(Optional.of("too many mails wait")));
    }

    private void work(Mail mail, long number, Loop replyTo, Consumer<Optional<String>> outcome) {
        Optional<String> error = Optional.of("internal error");
        try {
            error = number <= unreachableUntil ? unreachable : send(mail);
        } catch (RuntimeException fault) {
            LOG.error("A mail failed", fault);
        } finally {
            bytes.addAndGet(-mail.size());
            (error.isEmpty() ? sent : failed).increment();
            Optional<String> told = error;
            replyTo.execute(() -> outcome.accept(told));
            if (pool.getQueue().isEmpty()) {
                relay.close();
            }
        }
    }

    /** Mails that waited while the relay could not be reached are not tried one by one. */
    private Optional<String> send(Mail mail) {
        Relay.Outcome outcome = relay.send(mail);
        if (outcome.unreachable()) {
            unreachable = outcome.error();
            unreachableUntil = numbers.get();
        }
        return outcome.error();
    }

    /** Mails that the relay took. */
    public long sent() {
        return sent.sum();
    }

    /** Mails that it did not take, or that were too many. */
    public long failed() {
        return failed.sum();
    }

    /** Takes no more mails; those that wait are given 2 s. */
    @Override
    public void close() {
        pool.shutdown();
        try {
            if (!pool.awaitTermination(END_WAIT_MS, TimeUnit.MILLISECONDS)) {
                LOG.warn("{} mails were not sent", pool.shutdownNow().size() + 1);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
