package io.cumulonimbus.origin.rendezvous;

import java.net.InetSocketAddress;

/**
 * A wish of a client to meet another, and what is known of it at last.
 *
 * @param number of this origin, which no other has
 * @param timeMs since 1970, in milliseconds
 * @param asker where it came from
 * @param wanted the peer id of whom it wants, in hexadecimal digits
 * @param outcome what became of it
 */
public record RecentIntroduction(
        long number,
        long timeMs,
        InetSocketAddress asker,
        String wanted,
        IntroductionOutcome outcome) {}
