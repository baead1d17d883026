package io.cumulonimbus.watch.ts;

import java.util.Arrays;

/** Packets of a transport stream (ISO/IEC 13818-1 §2.4.3), gathered until they are taken. */
final class TsPackets {
    static final int SIZE = 188;
    private static final int HEAD = 4;
    private static final int SYNC = 0x47;
    private static final int START = 0x40;
    private static final int WITH_FIELD = 0x20;
    private static final int WITH_PAYLOAD = 0x10;
    private static final int RANDOM_ACCESS = 0x40;
    private static final int WITH_CLOCK = 0x10;
    private static final int CLOCK_BYTES = 6;
    private static final int CRC_POLYNOMIAL = 0x04c11db7;

    private final int[] counters = new int[Pid.values().length];
    private byte[] out = new byte[16 * SIZE];
    private int length;

    /** What a packet belongs to. */
    enum Pid {
        PROGRAMS(0),
        PROGRAM(0x1000),
        VIDEO(0x100),
        AUDIO(0x101);

        private final int number;

        Pid(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    /** Adds a table, without its checksum; it fits into one packet. */
    void table(Pid pid, byte[] section) {
        int at = begin();
        head(at, pid, true, WITH_PAYLOAD);
        System.arraycopy(section, 0, out, at + HEAD + 1, section.length);
        int crc = crc(section);
        for (int i = 0; i < Integer.BYTES; i++) {
            out[at + HEAD + 1 + section.length + i] = (byte) (crc >> 24 - 8 * i);
        }
        int end = at + HEAD + 1 + section.length + Integer.BYTES;
        Arrays.fill(out, end, at + SIZE, (byte) 0xff);
    }

    /**
     * Adds an elementary packet.
     *
     * @param bytes all of it, with its header
     * @param random whether decoding can begin with it
     * @param clock of the program in units of 1/90000 s, or -1 for none
     */
    void elementary(Pid pid, byte[] bytes, boolean random, long clock) {
        int done = 0;
        while (done < bytes.length) {
            boolean first = done == 0;
            int field = first && (random || clock >= 0) ? 2 + (clock >= 0 ? CLOCK_BYTES : 0) : 0;
            int room = SIZE - HEAD - field;
            int taken = Math.min(room, bytes.length - done);
            int all = field + room - taken;
            int at = begin();
            head(at, pid, first, WITH_PAYLOAD | (all > 0 ? WITH_FIELD : 0));
            if (all > 0) {
                field(at + HEAD, all, field > 0 && random, field > 0 ? clock : -1);
            }
            System.arraycopy(bytes, done, out, at + HEAD + all, taken);
            done += taken;
        }
    }

    private int begin() {
        int at = length;
        length += SIZE;
        if (length > out.length) {
            out = Arrays.copyOf(out, Math.max(length, out.length * 2));
        }
        out[at + HEAD] = 0;
        return at;
    }

    private void head(int at, Pid pid, boolean start, int control) {
        out[at] = SYNC;
        out[at + 1] = (byte) (pid.number >> 8 | (start ? START : 0));
        out[at + 2] = (byte) pid.number;
        out[at + 3] = (byte) (control | counters[pid.ordinal()]++ & 0x0f);
    }

    /** The adaptation field, of so many bytes with its length; what is not needed is stuffing. */
    // ISO/IEC 13818-1 §2.4.3.4
    private void field(int at, int all, boolean random, long clock) {
        out[at] = (byte) (all - 1);
        if (all == 1) {
            return;
        }
        out[at + 1] = (byte) ((random ? RANDOM_ACCESS : 0) | (clock >= 0 ? WITH_CLOCK : 0));
        int end = at + 2;
        if (clock >= 0) {
            out[end++] = (byte) (clock >> 25);
            out[end++] = (byte) (clock >> 17);
            out[end++] = (byte) (clock >> 9);
            out[end++] = (byte) (clock >> 1);
            out[end++] = (byte) (clock << 7 | 0x7e);
            out[end++] = 0;
        }
        Arrays.fill(out, end, at + all, (byte) 0xff);
    }

    // ISO/IEC 13818-1 annex A
    private static int crc(byte[] section) {
        int crc = -1;
        for (byte one : section) {
            crc ^= one << 24;
            for (int i = 0; i < 8; i++) {
                crc = crc << 1 ^ (crc < 0 ? CRC_POLYNOMIAL : 0);
            }
        }
        return crc;
    }

    /** All that was gathered; from here on it is gathered anew. */
    byte[] take() {
        byte[] taken = Arrays.copyOf(out, length);
        length = 0;
        if (out.length > 1 << 20) {
            out = new byte[16 * SIZE];
        }
        return taken;
    }
}
