package io.cumulonimbus.admin.view;

import java.util.List;

/**
 * How a client can be reached by other clients, as far as this server can tell.
 *
 * @param seenAs where it is seen: public, private or loopback
 * @param translator what stands before it: none, independent, dependent or unknown
 * @param translatorMeans the same in words
 * @param reported what it says of its own addresses
 * @param meetings its latest attempts to reach others, the oldest first
 */
public record ConnectivityView(
        String seenAs,
        String translator,
        String translatorMeans,
        List<String> reported,
        List<MeetingView> meetings) {
    /**
     * An attempt to reach another client.
     *
     * @param wanted its peer id
     * @param state how far it is
     * @param outcome the same in detail
     * @param reason the same in words
     * @param asked how often it asked
     */
    public record MeetingView(
            String wanted, String state, String outcome, String reason, long asked) {}
}
