package io.cumulonimbus.origin.rendezvous;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The latest attempts of one client to reach others, each known by its tag, and what became of
 * them. Owned by the client's loop.
 */
final class Meetings {
    /** More are forgotten, those not heard of for longest first. */
    static final int MOST = 16;

    /** Who still asks after this has not found the other. */
    static final long PATIENCE_NS = 5_000_000_000L;

    /** Who has not asked for so long has found the other, or given up. */
    static final long QUIET_NS = 10_000_000_000L;

    private static final class Meeting {
        private final PeerId wanted;
        private final long firstNs;
        private long lastNs;
        private int asked;
        private IntroductionOutcome outcome = IntroductionOutcome.DONE;
        private boolean answered;
        private boolean relayRefused;
        private boolean said;
        private NatMapping mapping = NatMapping.UNKNOWN;

        Meeting(PeerId wanted, long nowNs) {
            this.wanted = wanted;
            this.firstNs = nowNs;
        }

        Connectivity connectivity(long nowNs) {
            return switch (outcome) {
                case DONE ->
                        answered && nowNs - lastNs >= QUIET_NS
                                ? Connectivity.DIRECT
                                : Connectivity.UNDER_WAY;
                case RELAYED -> Connectivity.RELAYED;
                default -> Connectivity.FAILED;
            };
        }
    }

    private final Map<ByteBuffer, Meeting> byTag = new BoundedTable<>(MOST);

    /** The client asks; answers why that must be in vain, once, when it has become clear. */
    Optional<IntroductionOutcome> asks(PeerId wanted, byte[] tag, NatMapping own, long nowNs) {
        if (tag.length > Attempts.MOST_TAG) {
            return Optional.empty();
        }
        Meeting meeting =
                byTag.computeIfAbsent(ByteBuffer.wrap(tag), t -> new Meeting(wanted, nowNs));
        meeting.lastNs = nowNs;
        meeting.asked++;
        boolean inVain =
                meeting.answered
                        && meeting.outcome == IntroductionOutcome.DONE
                        && nowNs - meeting.firstNs >= PATIENCE_NS;
        if (inVain) {
            meeting.outcome = reason(own, meeting);
            return Optional.of(meeting.outcome);
        }
        return Optional.empty();
    }

    private static IntroductionOutcome reason(NatMapping own, Meeting meeting) {
        boolean one = own == NatMapping.DEPENDENT;
        boolean other = meeting.mapping == NatMapping.DEPENDENT;
        if (meeting.relayRefused) {
            return IntroductionOutcome.RELAY_FULL;
        }
        if (one && other) {
            return IntroductionOutcome.BOTH_SYMMETRIC;
        }
        return one || other ? IntroductionOutcome.ONE_SYMMETRIC : IntroductionOutcome.NO_ANSWER;
    }

    /** Whether to say why the introduction did not work: once, whatever else becomes known. */
    boolean isToBeSaid(byte[] tag, IntroductionOutcome outcome) {
        Meeting meeting = byTag.get(ByteBuffer.wrap(tag));
        if (meeting == null || !outcome.isRemarkable()) {
            return outcome.isRemarkable();
        }
        boolean first = !meeting.said;
        meeting.said = true;
        return first;
    }

    /** What came of one question; answers whether to say so. */
    boolean ended(byte[] tag, IntroductionOutcome outcome) {
        Meeting meeting = byTag.get(ByteBuffer.wrap(tag));
        if (meeting == null) {
            return outcome.isRemarkable();
        }
        if (outcome == IntroductionOutcome.DONE) {
            meeting.answered = true;
            if (meeting.outcome.isPassing()) {
                meeting.outcome = outcome;
            }
            return false;
        }
        if (meeting.outcome != IntroductionOutcome.RELAYED) {
            meeting.outcome = outcome;
        }
        return isToBeSaid(tag, outcome);
    }

    /** The relay had no place for the two. */
    void relayRefused(byte[] tag) {
        Meeting meeting = byTag.get(ByteBuffer.wrap(tag));
        if (meeting != null) {
            meeting.relayRefused = true;
        }
    }

    /** What was found out of the other's translator. */
    void othersMapping(byte[] tag, NatMapping mapping) {
        Meeting meeting = byTag.get(ByteBuffer.wrap(tag));
        if (meeting != null) {
            meeting.mapping = mapping;
        }
    }

    /** What became of each, the latest last. */
    List<MeetingReport> reports(long nowNs) {
        return byTag.values().stream()
                .map(
                        one ->
                                new MeetingReport(
                                        one.wanted.toString(),
                                        one.connectivity(nowNs),
                                        one.outcome,
                                        one.asked))
                .toList();
    }
}
