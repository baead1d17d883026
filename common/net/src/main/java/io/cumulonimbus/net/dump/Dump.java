package io.cumulonimbus.net.dump;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.rtmfp.session.PacketTap;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is written of packets and messages, once it was {@linkplain #begin begun}: at most {@value
 * #EACH_SECOND} lines a second, those beyond are counted. It shows what clients say, and is for
 * searching errors only.
 */
public final class Dump {
    private static final int EACH_SECOND = 200;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final Logger LOG = LoggerFactory.getLogger("dump");
    private static final AtomicLong SECOND = new AtomicLong();
    private static final AtomicLong IN_SECOND = new AtomicLong();
    private static final AtomicLong WITHHELD = new AtomicLong();
    private static volatile DumpFilter filter = DumpFilter.NOTHING;

    private Dump() {}

    /** From now on, and for endpoints that are made then, this is written. */
    public static void begin(DumpFilter wanted) {
        filter = wanted;
    }

    /** Looks at the packets of one endpoint; for its loop. */
    public static PacketTap packets() {
        return filter.wants(DumpFilter.RTMFP) ? new PacketLines() : PacketTap.NONE;
    }

    /** A message that a client sent on one of its flows, whichever way it came. */
    public static void message(Protocol protocol, InetSocketAddress from, Message message) {
        DumpFilter wanted = filter;
        if (wanted == DumpFilter.NOTHING) {
            return;
        }
        String name = protocol.name().toLowerCase(Locale.ROOT);
        boolean due = wanted.wants(DumpFilter.MESSAGES) || wanted.wants(name + "-messages");
        if (due && wanted.wants(from) && maySay()) {
            say("%s message from %s: %s".formatted(name, shown(from), MessageWords.of(message)));
        }
    }

    /** Whether a line about this far end is due. */
    static boolean isDue(InetSocketAddress far) {
        return filter.wants(far) && maySay();
    }

    static void say(String line) {
        long withheld = WITHHELD.getAndSet(0);
        LOG.info("{}{}", line, withheld == 0 ? "" : " (and " + withheld + " more lines)");
    }

    static String shown(InetSocketAddress address) {
        return address.isUnresolved()
                ? address.toString()
                : address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    private static boolean maySay() {
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
