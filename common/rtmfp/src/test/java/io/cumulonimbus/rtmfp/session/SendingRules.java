package io.cumulonimbus.rtmfp.session;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.rtmfp.flow.SendFlow;
import java.util.HashMap;
import java.util.Map;

/**
 * Watches that a session never sends beyond the congestion window or a flow's advertised window;
 * asked after every turn, it looks at what grew since.
 */
public final class SendingRules {
    private final Map<Session, Long> outstanding = new HashMap<>();
    private final Map<SendFlow, Long> ofFlow = new HashMap<>();

    /** Fails when something was sent that should not have been. */
    public void check(Client client) {
        Session session = (Session) client;
        if (!session.isOpen()) {
            outstanding.remove(session);
            return;
        }
        // What was cut for larger packets than now is sent as it was cut.
        int packet = session.pathMtu().largestRoom();
        long now = session.transmissions().outstanding();
        Long before = outstanding.put(session, now);
        // The last fragment may begin below the limit and end above it.
        if (before != null && now > before && now > session.transmissions().window() + packet) {
            throw new AssertionError(
                    now + " bytes outstanding, window " + session.transmissions().window());
        }
        long sum = 0;
        for (SendFlow flow : session.sending().all()) {
            Long flowBefore = ofFlow.put(flow, flow.outstanding());
            boolean grew = flowBefore != null && flow.outstanding() > flowBefore;
            if (grew && flow.outstanding() > flow.farWindow() + packet) {
                throw new AssertionError(
                        flow.outstanding() + " bytes outstanding, advertised " + flow.farWindow());
            }
            sum += flow.outstanding();
        }
        if (sum != now) {
            throw new AssertionError("flows have " + sum + " outstanding, the session " + now);
        }
    }
}
