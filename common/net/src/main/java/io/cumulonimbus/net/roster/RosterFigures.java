package io.cumulonimbus.net.roster;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Protocol;
import java.util.Map;

/**
 * What all clients come to, those included that have left.
 *
 * @param protocols by how they came
 * @param ended how many have left, by why
 */
public record RosterFigures(Map<Protocol, Totals> protocols, Map<CloseReason, Long> ended) {
    /** Keeps copies. */
    public RosterFigures {
        protocols = Map.copyOf(protocols);
        ended = Map.copyOf(ended);
    }

    /**
     * What the clients of one protocol come to.
     *
     * @param here clients now
     * @param accepted clients so far
     * @param flowsIn flows that they opened
     * @param messagesIn messages from them
     * @param bytesIn of these
     * @param lostIn fragments that they gave up
     * @param flowsOut flows opened to them
     * @param messagesOut messages to them
     * @param bytesOut of these
     */
    public record Totals(
            long here,
            long accepted,
            long flowsIn,
            long messagesIn,
            long bytesIn,
            long lostIn,
            long flowsOut,
            long messagesOut,
            long bytesOut) {
        /** Nobody came. */
        public static final Totals NONE = new Totals(0, 0, 0, 0, 0, 0, 0, 0, 0);

        Totals plus(Totals more) {
            return new Totals(
                    here + more.here,
                    accepted + more.accepted,
                    flowsIn + more.flowsIn,
                    messagesIn + more.messagesIn,
                    bytesIn + more.bytesIn,
                    lostIn + more.lostIn,
                    flowsOut + more.flowsOut,
                    messagesOut + more.messagesOut,
                    bytesOut + more.bytesOut);
        }
    }

    /** Those of one protocol. */
    public Totals of(Protocol protocol) {
        return protocols.getOrDefault(protocol, Totals.NONE);
    }

    /** Clients now, of all protocols. */
    public long here() {
        return protocols.values().stream().mapToLong(Totals::here).sum();
    }
}
