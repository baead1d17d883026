package io.cumulonimbus.link.route;

import io.cumulonimbus.client.Protocol;

/**
 * A client that wants in.
 *
 * @param protocol what it speaks, which tells how the opening is read; RTMP for a client of RTMFP
 *     that has no URI and is asked about by its first command
 * @param opening what it begins with, at most {@link #MAX_OPENING} bytes that are not written to:
 *     for RTMFP the URI of its endpoint discriminator in UTF-8, for RTMP in all forms its first
 *     command message
 */
public record RouteQuestion(Protocol protocol, byte[] opening) {
    /** Longer openings are not asked about: 16 KiB. */
    public static final int MAX_OPENING = 16 << 10;

    public RouteQuestion {
        if (opening.length > MAX_OPENING) {
            throw new IllegalArgumentException("an opening of " + opening.length + " bytes");
        }
    }
}
