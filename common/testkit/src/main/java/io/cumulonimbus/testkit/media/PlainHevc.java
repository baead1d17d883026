package io.cumulonimbus.testkit.media;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A film in HEVC without an encoder: each picture is 64 by 64 samples of one bit, none of them
 * predicted or transformed (ITU-T H.265, {@code pcm_flag}). Every decoder of HEVC has to take it.
 */
public final class PlainHevc {
    /** Samples in a row, and rows. */
    public static final int SIZE = 64;

    private static final int UNITS = 16;
    private static final int SAMPLES = 16 * 16 * 3 / 2;
    private static final int TRAIL = 1;
    private static final int IDR = 19;
    private static final int VPS = 32;
    private static final int SPS = 33;
    private static final int PPS = 34;
    private static final int LEVEL = 30;

    /** Of the least probable value, for states that {@code part_mode} has here (§9.3.4.3.2). */
    private static final int[] RANGES = {
        240, 227, 216, 205, 195, 185, 175, 166, 158, 150, 142, 135, 128, 122, 116, 110
    };

    private PlainHevc() {}

    /** The HEVCDecoderConfigurationRecord (ISO/IEC 14496-15 §8.3.3). */
    public static byte[] configuration() {
        BitWriter out = new BitWriter();
        profile(out.u(8, 1));
        out.u(16, 0xf000).u(8, 0xfc).u(8, 0xfd).u(8, 0xf8).u(8, 0xf8).u(16, 0).u(8, 0x0f);
        List<byte[]> sets = List.of(unit(VPS, vps()), unit(SPS, sps()), unit(PPS, pps()));
        out.u(8, sets.size());
        for (byte[] set : sets) {
            out.u(8, 0x80 | set[0] >> 1).u(16, 1).u(16, set.length);
            for (byte one : set) {
                out.u(8, one);
            }
        }
        return out.toBytes();
    }

    /**
     * A picture, as files and Enhanced RTMP have it: behind its length.
     *
     * @param number since the last key frame, below 256; 0 for one
     * @param look of it: pictures of different ones are different
     */
    public static byte[] picture(int number, int look) {
        boolean key = number == 0;
        BitWriter out = new BitWriter().u(1, 1);
        if (key) {
            out.u(1, 0).ue(0, 2);
        } else {
            out.ue(0, 2).u(8, number).u(1, 0).ue(0, 0);
        }
        out.ue(0).trailing(); // quantised as usual, of which nothing comes
        for (int i = 0; i < UNITS; i++) {
            unit(out, i, look);
        }
        byte[] unit = unit(key ? IDR : TRAIL, out.toBytes());
        return ByteBuffer.allocate(4 + unit.length).putInt(unit.length).put(unit).array();
    }

    /** A square of samples, and whether it is the last one: what the coder of each writes. */
    private static void unit(BitWriter out, int number, int look) {
        Coder coder = new Coder(out);
        if (number > 0) {
            coder.goesOn();
        }
        coder.whole(RANGES[number]);
        coder.end();
        out.align();
        for (int i = 0; i < SAMPLES; i++) {
            out.u(1, (i / 3 ^ number + look) >> 1);
        }
        if (number == UNITS - 1) {
            new Coder(out).end();
            out.align();
        }
    }

    /** The arithmetic coder (§9.3.5) as far as it is needed: it begins anew behind samples. */
    private static final class Coder {
        private final BitWriter out;
        private int low;
        private int range = 510;
        private int outstanding;
        private boolean first = true;

        Coder(BitWriter out) {
            this.out = out;
        }

        /** {@code end_of_slice_segment_flag} is 0. */
        void goesOn() {
            range -= 2;
            renormalise();
        }

        /** {@code part_mode} is 2Nx2N: the more probable one, at a range above 447. */
        void whole(int leastRange) {
            range -= leastRange;
            renormalise();
        }

        /** {@code pcm_flag} or {@code end_of_slice_segment_flag} is 1. */
        void end() {
            range -= 2;
            low += range;
            range = 2;
            renormalise();
            put(low >> 9 & 1);
            out.u(2, low >> 7 & 3 | 1);
        }

        private void renormalise() {
            while (range < 256) {
                if (low >= 512) {
                    low -= 512;
                    put(1);
                } else if (low < 256) {
                    put(0);
                } else {
                    low -= 256;
                    outstanding++;
                }
                range <<= 1;
                low <<= 1;
            }
        }

        private void put(int bit) {
            if (!first) {
                out.u(1, bit);
            }
            first = false;
            for (; outstanding > 0; outstanding--) {
                out.u(1, 1 - bit);
            }
        }
    }

    private static BitWriter profile(BitWriter out) {
        return out.u(8, 1).u(32, 0x60000000L).u(16, 0x9000).u(32, 0).u(8, LEVEL);
    }

    private static byte[] vps() {
        BitWriter out = new BitWriter().u(4, 0).u(2, 3).u(6, 0).u(3, 0).u(1, 1).u(16, 0xffff);
        return profile(out).u(1, 1).ue(0, 0, 0).u(6, 0).ue(0).u(2, 0).trailing().toBytes();
    }

    private static byte[] sps() {
        BitWriter out = new BitWriter().u(4, 0).u(3, 0).u(1, 1);
        profile(out).ue(0, 1, SIZE, SIZE).u(1, 0).ue(0, 0, 4).u(1, 1).ue(0, 0, 0);
        out.ue(1, 0, 0, 2, 0, 0).u(3, 0);
        out.u(1, 1).u(8, 0).ue(1, 0).u(1, 1); // samples of one bit, unfiltered
        return out.ue(0).u(5, 0).trailing().toBytes();
    }

    private static byte[] pps() {
        BitWriter out = new BitWriter().ue(0, 0).u(7, 0).ue(0, 0, 0).u(3, 0).ue(0, 0);
        out.u(7, 0).u(3, 5); // no deblocking
        return out.u(2, 0).ue(0).u(2, 0).trailing().toBytes();
    }

    /** A NAL unit, in which nothing looks like the beginning of another (§7.4.2). */
    private static byte[] unit(int type, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(type << 1);
        out.write(1);
        int zeros = 0;
        for (byte one : content) {
            if (zeros >= 2 && (one & 0xff) <= 3) {
                out.write(3);
                zeros = 0;
            }
            out.write(one);
            zeros = one == 0 ? zeros + 1 : 0;
        }
        return out.toByteArray();
    }
}
