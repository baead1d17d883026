package io.cumulonimbus.origin.app;

import java.util.List;

/**
 * A mail that a script wants to send.
 *
 * @param sender an address, with or without a name
 * @param recipients addresses, with or without names
 * @param subject anything; line ends in it become blanks
 * @param content plain text
 */
public record Mail(String sender, List<String> recipients, String subject, String content) {
    /** Keeps copies. */
    public Mail {
        recipients = List.copyOf(recipients);
    }

    /** About how much of the memory it takes, in bytes. */
    public long size() {
        return 2L * (content.length() + subject.length())
                + recipients.stream().mapToLong(r -> 100L + r.length()).sum();
    }
}
