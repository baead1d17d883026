package io.cumulonimbus.watch.bitstream;

import java.util.Optional;

/**
 * What a codec says of its pictures.
 *
 * @param width in pixels, 1 to 65,535
 * @param height the same
 * @param framesPerSecond 0 where it is not said
 */
public record Picture(int width, int height, double framesPerSecond) {
    private static final int MOST = 65_535;
    private static final double FASTEST = 1_000;

    /** None where a size cannot be one; a rate that cannot be one is not said. */
    static Optional<Picture> of(long width, long height, double framesPerSecond) {
        if (width < 1 || width > MOST || height < 1 || height > MOST) {
            return Optional.empty();
        }
        boolean rated = framesPerSecond > 0 && framesPerSecond <= FASTEST;
        return Optional.of(new Picture((int) width, (int) height, rated ? framesPerSecond : 0));
    }
}
