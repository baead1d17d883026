package io.cumulonimbus.admin.view;

/**
 * A wish of a client to meet another, and what is known of it at last.
 *
 * @param id its number
 * @param time when, as in 2026-01-31T12:00:00Z
 * @param asker where it came from
 * @param wanted the peer id of whom it wants
 * @param outcome in one word
 * @param meaning in words
 * @param failed whether they did not meet
 */
public record RecentIntroductionView(
        long id,
        String time,
        String asker,
        String wanted,
        String outcome,
        String meaning,
        boolean failed) {}
