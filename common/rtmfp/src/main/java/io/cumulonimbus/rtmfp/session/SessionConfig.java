package io.cumulonimbus.rtmfp.session;

import io.cumulonimbus.rtmfp.flow.FlowLimits;

/**
 * How sessions behave and what each may use. Times are nanoseconds, sizes bytes.
 *
 * @param idlePingNs a session not heard from for this long is pinged
 * @param deadAfterNs a session not heard from for this long is closed; above {@code idlePingNs}
 * @param drainNs how long an orderly close waits for what was written to be acknowledged
 * @param safeDatagram the UDP payload that every path is taken to carry until it shows that it does
 *     not; 576 to {@code maxDatagram}
 * @param maxDatagram the largest UDP payload sent, once the path showed that it carries it; to 1472
 * @param flow limits of each receiving flow
 * @param buffers bytes that all receiving flows of a session may hold together
 * @param maxReceivingFlows receiving flows that are not complete; the far end's next is ignored
 * @param maxLingeringFlows complete flows remembered (RFC 7016 §3.6.3.8); the oldest goes early
 * @param yieldToAllSessions whether time-critical data of any session restrains every other one, as
 *     RFC 7016 §A.2 has it; wrong for a server, where one player would restrain all
 * @param timersScale what the times of {@link SessionTimes} are multiplied by; 1 outside of tests
 */
public record SessionConfig(
        long idlePingNs,
        long deadAfterNs,
        long drainNs,
        int safeDatagram,
        int maxDatagram,
        FlowLimits flow,
        long buffers,
        int maxReceivingFlows,
        int maxLingeringFlows,
        boolean yieldToAllSessions,
        double timersScale) {
    private static final long SECOND = 1_000_000_000L;

    /** Pings after 30 s of silence, gives up after 120 s, datagrams of 1200 bytes. */
    public static final SessionConfig DEFAULT =
            new SessionConfig(
                    30 * SECOND,
                    120 * SECOND,
                    5 * SECOND,
                    1200,
                    1200,
                    FlowLimits.DEFAULT,
                    16 << 20,
                    256,
                    4096,
                    false,
                    1);

    public SessionConfig {
        if (idlePingNs <= 0 || deadAfterNs <= idlePingNs || drainNs < 0) {
            throw new IllegalArgumentException("times out of order");
        }
        if (!(timersScale > 0 && timersScale <= 1)) {
            throw new IllegalArgumentException("times multiplied by " + timersScale);
        }
        if (safeDatagram < 576 || maxDatagram < safeDatagram || maxDatagram > 1472) {
            throw new IllegalArgumentException(
                    safeDatagram + " to " + maxDatagram + " bytes of datagram");
        }
        if (buffers < flow.receiveBuffer() || maxReceivingFlows < 1 || maxLingeringFlows < 1) {
            throw new IllegalArgumentException("limits too low to carry anything");
        }
    }

    /** With one size of datagrams, which every path is taken to carry. */
    public SessionConfig(
            long idlePingNs,
            long deadAfterNs,
            long drainNs,
            int datagram,
            FlowLimits flow,
            long buffers,
            int maxReceivingFlows,
            int maxLingeringFlows,
            boolean yieldToAllSessions) {
        this(
                idlePingNs,
                deadAfterNs,
                drainNs,
                datagram,
                datagram,
                flow,
                buffers,
                maxReceivingFlows,
                maxLingeringFlows,
                yieldToAllSessions,
                1);
    }

    /** The same with other keepalive times. */
    public SessionConfig withKeepalive(long newIdlePingNs, long newDeadAfterNs) {
        return new SessionConfig(
                newIdlePingNs,
                newDeadAfterNs,
                drainNs,
                safeDatagram,
                maxDatagram,
                flow,
                buffers,
                maxReceivingFlows,
                maxLingeringFlows,
                yieldToAllSessions,
                timersScale);
    }

    /** The same with other limits of each receiving flow. */
    public SessionConfig withFlow(FlowLimits newFlow) {
        return new SessionConfig(
                idlePingNs,
                deadAfterNs,
                drainNs,
                safeDatagram,
                maxDatagram,
                newFlow,
                buffers,
                maxReceivingFlows,
                maxLingeringFlows,
                yieldToAllSessions,
                timersScale);
    }

    /** The same with another largest datagram; what is above 1200 bytes has to be proven. */
    public SessionConfig withMaxDatagram(int newMaxDatagram) {
        return withDatagrams(Math.min(newMaxDatagram, DEFAULT.safeDatagram), newMaxDatagram);
    }

    /** The same with other sizes of datagrams. */
    public SessionConfig withDatagrams(int newSafeDatagram, int newMaxDatagram) {
        return new SessionConfig(
                idlePingNs,
                deadAfterNs,
                drainNs,
                newSafeDatagram,
                newMaxDatagram,
                flow,
                buffers,
                maxReceivingFlows,
                maxLingeringFlows,
                yieldToAllSessions,
                timersScale);
    }

    /** The same with all its times, and those of {@link SessionTimes}, multiplied. */
    public SessionConfig withTimersScaled(double scale) {
        return new SessionConfig(
                (long) (idlePingNs * scale),
                (long) (deadAfterNs * scale),
                (long) (drainNs * scale),
                safeDatagram,
                maxDatagram,
                flow,
                buffers,
                maxReceivingFlows,
                maxLingeringFlows,
                yieldToAllSessions,
                timersScale * scale);
    }

    /** A time of {@link SessionTimes}, as it is here. */
    long scaled(long ns) {
        return (long) (ns * timersScale);
    }
}
