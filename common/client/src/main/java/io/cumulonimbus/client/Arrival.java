package io.cumulonimbus.client;

/**
 * How a message of a client came to the node that handles it.
 *
 * @param lostBefore fragments that were given up by the sender since the message before; 0 when
 *     nothing is missing
 * @param number counts the audio or the video of a stream where it came in, from 1; 0 for what was
 *     not counted
 * @param group counts groups of pictures and breaks between them where it came in; 0 before the
 *     first of them, and of what was not counted
 * @param opens whether a group begins with it
 * @param replayed whether a lost node had it: given once more for the sake of those who come late
 */
public record Arrival(long lostBefore, long number, long group, boolean opens, boolean replayed) {
    private static final Arrival PLAIN = new Arrival(0, 0, 0, false, false);

    /** Of a message that nobody counted. */
    public static Arrival of(long lostBefore) {
        return lostBefore == 0 ? PLAIN : new Arrival(lostBefore, 0, 0, false, false);
    }
}
