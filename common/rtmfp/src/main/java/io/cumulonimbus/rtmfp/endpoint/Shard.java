package io.cumulonimbus.rtmfp.endpoint;

import io.cumulonimbus.rtmfp.crypto.Cookies;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * An endpoint's place among those that share an address: each session id names the one that made
 * it, and cookies of one are good for all.
 */
public final class Shard {
    private static final long IDS = 1L << Integer.SIZE;

    private final int number;
    private final int count;
    private final Optional<byte[]> cookieSecret;
    private final AddressClaims claims;
    private final Census census;

    private Shard(
            int number,
            int count,
            Optional<byte[]> cookieSecret,
            AddressClaims claims,
            Census census) {
        this.number = number;
        this.count = count;
        this.cookieSecret = cookieSecret;
        this.claims = claims;
        this.census = census;
    }

    /** The place of an endpoint that shares its address with no other. */
    public static Shard alone() {
        return alone(new OwnCensus());
    }

    /** The same for one that shares limits with others, at other addresses. */
    public static Shard alone(Census census) {
        return new Shard(0, 1, Optional.empty(), AddressClaims.NONE, census);
    }

    /**
     * One of several.
     *
     * @param number of this one, from 0
     * @param count of all
     * @param cookieSecret {@link Cookies#SECRET_LENGTH} random bytes, the same for all; they read
     *     the same clock
     * @param claims what this one has, in a table shared by all
     * @param census counts the sessions of all that share limits
     */
    public static Shard of(
            int number, int count, byte[] cookieSecret, AddressClaims claims, Census census) {
        if (number < 0 || number >= count) {
            throw new IllegalArgumentException(number + " of " + count + " shards");
        }
        return new Shard(number, count, Optional.of(cookieSecret.clone()), claims, census);
    }

    /** The number of the shard, of so many, that made this session id (not 0). */
    public static int of(int sessionId, int count) {
        return Integer.remainderUnsigned(sessionId, count);
    }

    /** A random id that names this shard; 0 may be among them. */
    int nextId(RandomGenerator random) {
        if (count == 1) {
            return random.nextInt();
        }
        long id = IDS;
        while (id >= IDS) {
            long drawn = Integer.toUnsignedLong(random.nextInt());
            id = drawn - drawn % count + number;
        }
        return (int) id;
    }

    Cookies cookies(RandomGenerator random) {
        return cookieSecret.map(Cookies::new).orElseGet(() -> Cookies.of(random));
    }

    Census census() {
        return census;
    }

    AddressClaims claims() {
        return claims;
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "Shard " + number + " of " + count;
    }
}
