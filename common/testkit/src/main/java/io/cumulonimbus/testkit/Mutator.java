package io.cumulonimbus.testkit;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** A seeded spoiler of bytes: makes near misses of valid input. */
public final class Mutator {
    /** Values at which length fields and lookups tend to break. */
    private static final int[] EDGES = {0x00, 0x01, 0x7f, 0x80, 0x81, 0xfe, 0xff};

    private final RandomGenerator random;

    public Mutator(RandomGenerator random) {
        this.random = random;
    }

    /** A spoiled copy, by one to four changes; now and then the same bytes come out. */
    public byte[] mutate(byte[] valid) {
        byte[] bytes = valid.clone();
        for (int i = random.nextInt(1, 5); i > 0; i--) {
            bytes = change(bytes);
        }
        return bytes;
    }

    private byte[] change(byte[] bytes) {
        if (bytes.length == 0) {
            return randomBytes(random.nextInt(1, 9));
        }
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(8)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) EDGES[random.nextInt(EDGES.length)];
            case 2 -> bytes[at] = (byte) random.nextInt();
            case 3 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 4 -> {
                return splice(bytes, at, at, randomBytes(random.nextInt(1, 9)));
            }
            case 5 -> {
                int to = random.nextInt(at, Math.min(bytes.length, at + 8)) + 1;
                return splice(bytes, at, to, new byte[0]);
            }
            case 6 -> {
                int to = random.nextInt(at, Math.min(bytes.length, at + 32)) + 1;
                return splice(bytes, at, at, Arrays.copyOfRange(bytes, at, to));
            }
            default ->
                    Arrays.fill(
                            bytes,
                            at,
                            Math.min(bytes.length, at + 4),
                            (byte) (random.nextInt(2) * 0xff));
        }
        return bytes;
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] instead) {
        byte[] result = new byte[bytes.length - (to - from) + instead.length];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(instead, 0, result, from, instead.length);
        System.arraycopy(bytes, to, result, from + instead.length, bytes.length - to);
        return result;
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
