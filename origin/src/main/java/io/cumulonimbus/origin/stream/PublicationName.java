package io.cumulonimbus.origin.stream;

import java.util.random.RandomGenerator;

/**
 * What a publication is called among all that ever were.
 *
 * @param id 64 random bits, not 0
 * @param moves how often it went on at another origin
 * @param shift of its groups of pictures there, see {@link io.cumulonimbus.stream.Ingress#shift}
 */
public record PublicationName(long id, long moves, long shift) {
    /** A new one. */
    public static PublicationName draw(RandomGenerator random) {
        long id = random.nextLong();
        return new PublicationName(id == 0 ? 1 : id, 0, 0);
    }

    /** Names the publications of a client that may go on at another origin. */
    public interface Source {
        /**
         * What is published by a stream now: what it was called at the origin that is lost, or
         * {@code drawn}.
         */
        PublicationName publicationOf(long stream, PublicationName drawn);

        /**
         * The groups of what a stream publishes were shifted: they have to be where it moves to.
         */
        void shifted(long stream, long publication, long shift);
    }
}
