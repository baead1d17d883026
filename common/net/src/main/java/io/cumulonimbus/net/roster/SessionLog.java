package io.cumulonimbus.net.roster;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.CloseReason;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * A line of the log for each thing that happens to a session, with its number, peer id, address,
 * protocol and application by name. Any thread.
 *
 * <p>Anybody can cause them: those beyond {@value #EACH_SECOND} a second are counted, and the next
 * line says how many there were.
 */
public final class SessionLog {
    private static final int EACH_SECOND = 500;
    private static final int MAX_WORDS = 200;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final Logger LOG = LoggerFactory.getLogger("session");
    private static final AtomicLong SECOND = new AtomicLong();
    private static final AtomicLong IN_SECOND = new AtomicLong();
    private static final AtomicLong WITHHELD = new AtomicLong();

    private SessionLog() {}

    static void opened(long number, Client client) {
        if (maySay()) {
            about(number, client).log("session opened");
        }
    }

    static void connected(long number, Client client, String application) {
        if (maySay()) {
            about(number, client)
                    .addKeyValue("application", "/" + cut(application))
                    .log("session connected");
        }
    }

    static void moved(long number, Client client, InetSocketAddress to) {
        if (maySay()) {
            about(number, client).addKeyValue("to", shown(to)).log("session moved");
        }
    }

    static void closed(
            long number, Client client, Optional<String> application, CloseReason reason) {
        if (maySay()) {
            LoggingEventBuilder line = about(number, client);
            application.ifPresent(path -> line.addKeyValue("application", "/" + cut(path)));
            line.addKeyValue("reason", reason.name().toLowerCase(Locale.ROOT))
                    .log("session closed");
        }
    }

    /** An application, or that there is none of that name, refused a client. */
    public static void refused(Client client, String code, String description) {
        if (maySay()) {
            about(0, client)
                    .addKeyValue("code", code)
                    .addKeyValue("reason", cut(description))
                    .log("connection refused");
        }
    }

    private static LoggingEventBuilder about(long number, Client client) {
        LoggingEventBuilder line = LOG.atInfo();
        if (number > 0) {
            line = line.addKeyValue("session", number);
        }
        long withheld = WITHHELD.getAndSet(0);
        if (withheld > 0) {
            line = line.addKeyValue("withheld", withheld);
        }
        return line.addKeyValue("peer", client.identity().peerIdHex())
                .addKeyValue("address", shown(client.address()))
                .addKeyValue(
                        "protocol", client.identity().protocol().name().toLowerCase(Locale.ROOT));
    }

    private static String shown(InetSocketAddress address) {
        return address.isUnresolved()
                ? address.toString()
                : address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    private static String cut(String words) {
        return words.length() > MAX_WORDS ? words.substring(0, MAX_WORDS) + "..." : words;
    }

    /** Several threads may begin a second together; a few lines more do no harm. */
    private static boolean maySay() {
        if (!LOG.isInfoEnabled()) {
            return false;
        }
        long now = System.nanoTime() / SECOND_NS;
        if (SECOND.getAndSet(now) != now) {
            IN_SECOND.set(0);
        }
        if (IN_SECOND.incrementAndGet() > EACH_SECOND) {
            WITHHELD.incrementAndGet();
            return false;
        }
        return true;
    }
}
