package io.cumulonimbus.rtmfp.session;

import io.cumulonimbus.rtmfp.flow.FlowLimits;

/**
 * How sessions behave and what each may use. Times are nanoseconds, sizes bytes.
 *
 * @param idlePingNs a session not heard from for this long is pinged
 * @param deadAfterNs a session not heard from for this long is closed; above {@code idlePingNs}
 * @param drainNs how long an orderly close waits for what was written to be acknowledged
 * @param maxDatagram the largest UDP payload sent, the path MTU less its headers; 576 to 1472
 * @param flow limits of each receiving flow
 * @param buffers bytes that all receiving flows of a session may hold together
 * @param maxReceivingFlows receiving flows that are not complete; the far end's next is ignored
 * @param maxLingeringFlows complete flows remembered (RFC 7016 §3.6.3.8); the oldest goes early
 * @param yieldToAllSessions whether time-critical data of any session restrains every other one, as
 *     RFC 7016 §A.2 has it; wrong for a server, where one player would restrain all
 */
public record SessionConfig(
        long idlePingNs,
        long deadAfterNs,
        long drainNs,
        int maxDatagram,
        FlowLimits flow,
        long buffers,
        int maxReceivingFlows,
        int maxLingeringFlows,
        boolean yieldToAllSessions) {
    private static final long SECOND = 1_000_000_000L;

    /** Pings after 30 s of silence, gives up after 120 s, datagrams of 1200 bytes. */
    public static final SessionConfig DEFAULT =
            new SessionConfig(
                    30 * SECOND,
                    120 * SECOND,
                    5 * SECOND,
                    1200,
                    FlowLimits.DEFAULT,
                    16 << 20,
                    256,
                    4096,
                    false);

    public SessionConfig {
        if (idlePingNs <= 0 || deadAfterNs <= idlePingNs || drainNs < 0) {
            throw new IllegalArgumentException("times out of order");
        }
        if (maxDatagram < 576 || maxDatagram > 1472) {
            throw new IllegalArgumentException(maxDatagram + " bytes of datagram");
        }
        if (buffers < flow.receiveBuffer() || maxReceivingFlows < 1 || maxLingeringFlows < 1) {
            throw new IllegalArgumentException("limits too low to carry anything");
        }
    }

    /** The same with other keepalive times. */
    public SessionConfig withKeepalive(long newIdlePingNs, long newDeadAfterNs) {
        return new SessionConfig(
                newIdlePingNs,
                newDeadAfterNs,
                drainNs,
                maxDatagram,
                flow,
                buffers,
                maxReceivingFlows,
                maxLingeringFlows,
                yieldToAllSessions);
    }

    /** The same with other limits of each receiving flow. */
    public SessionConfig withFlow(FlowLimits newFlow) {
        return new SessionConfig(
                idlePingNs,
                deadAfterNs,
                drainNs,
                maxDatagram,
                newFlow,
                buffers,
                maxReceivingFlows,
                maxLingeringFlows,
                yieldToAllSessions);
    }
}
