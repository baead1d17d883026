package io.cumulonimbus.net.dump;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.rtmfp.session.PacketTap;
import io.cumulonimbus.stream.LastHop;
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
        message("from", protocol, from, message);
    }

    /**
     * The client as its handler is to see it, so that messages to it are written, too. Those to
     * clients of RTMFP are in packets, and those to clients behind an edge are told there.
     */
    public static Client watched(Client client) {
        boolean plain = client.identity().protocol() != Protocol.RTMFP;
        boolean here = !(client instanceof LastHop);
        return filter != DumpFilter.NOTHING && plain && here ? new WatchedClient(client) : client;
    }

    /** A message that a client is told. */
    static void messageTo(Client client, Message message) {
        message("to", client.identity().protocol(), client.address(), message);
    }

    private static void message(
            String way, Protocol protocol, InetSocketAddress far, Message message) {
        DumpFilter wanted = filter;
        if (wanted == DumpFilter.NOTHING) {
            return;
        }
        String name = protocol.name().toLowerCase(Locale.ROOT);
        boolean due = wanted.wants(DumpFilter.MESSAGES) || wanted.wants(name + "-messages");
        if (due && wanted.wants(far) && maySay()) {
            say("%s message %s %s: %s".formatted(name, way, shown(far), MessageWords.of(message)));
        }
    }

    /** The link is to be made so that its frames are written. */
    public static LinkConfig watched(LinkConfig link) {
        return filter.wants(DumpFilter.LINK) ? link.withTap(Dump::frame) : link;
    }

    private static void frame(boolean incoming, String far, Record frame) {
        if (maySay()) {
            String way = incoming ? "from" : "to";
            String who = far.isEmpty() ? "?" : far;
            say("link frame %s %s: %s".formatted(way, who, RecordWords.of(frame)));
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
