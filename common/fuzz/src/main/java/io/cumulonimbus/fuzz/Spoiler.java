package io.cumulonimbus.fuzz;

import io.cumulonimbus.testkit.Mutator;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** Near misses of valid inputs, and lists of them in one. */
final class Spoiler {
    private static final int MOST_PIECES = 16;
    private static final int LENGTH = 2;

    private Spoiler() {}

    /** A valid input that was changed in a few places; now and then two of them in one. */
    static byte[] spoil(List<byte[]> valid, RandomGenerator random) {
        byte[] one = valid.get(random.nextInt(valid.size()));
        if (random.nextInt(8) == 0) {
            byte[] other = valid.get(random.nextInt(valid.size()));
            int cut = random.nextInt(one.length + 1);
            int from = random.nextInt(other.length + 1);
            byte[] both = Arrays.copyOf(one, cut + other.length - from);
            System.arraycopy(other, from, both, cut, other.length - from);
            one = both;
        }
        Mutator mutator = new Mutator(random);
        for (int i = random.nextInt(4) == 0 ? random.nextInt(4) : 1; i > 0; i--) {
            one = mutator.mutate(one);
        }
        return one;
    }

    /** A stretch of a conversation, of which some pieces are spoiled; {@link #pieces} parts it. */
    static byte[] conversation(List<byte[]> valid, int oneIn, RandomGenerator random) {
        List<byte[]> pieces = new ArrayList<>();
        int at = random.nextInt(valid.size());
        int count = random.nextInt(1, MOST_PIECES + 1);
        for (int i = 0; i < count; i++) {
            byte[] next = valid.get((at + i) % valid.size());
            boolean spoils = random.nextInt(oneIn) == 0;
            pieces.add(spoils ? spoil(List.of(next), random) : next);
        }
        return join(pieces);
    }

    static byte[] join(List<byte[]> pieces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            int length = Math.min(piece.length, 0xffff);
            out.write(length >>> 8);
            out.write(length);
            out.write(piece, 0, length);
        }
        return out.toByteArray();
    }

    /** What {@link #join} put together; any bytes are some list. */
    static List<byte[]> pieces(byte[] joined) {
        List<byte[]> pieces = new ArrayList<>();
        int at = 0;
        while (joined.length - at >= LENGTH) {
            int length = (joined[at] & 0xff) << 8 | joined[at + 1] & 0xff;
            int end = Math.min(joined.length, at + LENGTH + length);
            pieces.add(Arrays.copyOfRange(joined, at + LENGTH, end));
            at = end;
        }
        return pieces;
    }
}
