package io.cumulonimbus.watch.hls;

import java.nio.charset.StandardCharsets;

/**
 * What is answered to a request for a file of a stream.
 *
 * @param status of HTTP
 * @param type of the body
 * @param body not to be written to
 * @param fixed whether the file never changes
 */
public record HlsReply(int status, String type, byte[] body, boolean fixed) {
    static HlsReply playlist(String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        return new HlsReply(200, "application/vnd.apple.mpegurl", body, false);
    }

    static HlsReply media(byte[] body) {
        return new HlsReply(200, "video/mp4", body, true);
    }

    /** No, and why. */
    public static HlsReply refusal(int status, String why) {
        byte[] body = (why + "\n").getBytes(StandardCharsets.UTF_8);
        return new HlsReply(status, "text/plain; charset=utf-8", body, false);
    }
}
