package io.cumulonimbus.origin.rendezvous;

/**
 * What became of one attempt of a client to reach another one.
 *
 * @param wanted whose peer id, 64 hexadecimal digits
 * @param connectivity how far it is
 * @param outcome the same in detail
 * @param asked how often it asked
 */
public record MeetingReport(
        String wanted, Connectivity connectivity, IntroductionOutcome outcome, int asked) {
    /** The outcome in words. */
    public String reason() {
        return outcome.reason();
    }
}
