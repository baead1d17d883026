package io.cumulonimbus.watch.ts;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.rtmp.chunkstream.ByteSink;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.watch.Framing;
import io.cumulonimbus.watch.MediaOutput;
import io.cumulonimbus.watch.cmaf.Codec;
import io.cumulonimbus.watch.cmaf.CodedPacket;
import io.cumulonimbus.watch.ts.TsPackets.Pid;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A stream as an MPEG transport stream without end: H.264 or HEVC, and AAC or MP3. What is in other
 * codecs is left out. Tables come before each key frame, and when they change.
 */
public final class TsOutput implements MediaOutput {
    private static final byte[] NO_HEAD = {};
    private static final int AVC = 0x1b;
    private static final int HEVC = 0x24;
    private static final int AAC = 0x0f;
    private static final int MP3 = 0x03;
    private static final Set<String> MP3_NAMES = Set.of("FLV audio 2", "FLV audio 14", ".mp3");
    private static final int MOST_CONFIG = 16 << 10;

    private static final int UNITS_IN_MS = 90;
    private static final long WRAP = (1L << 33) - 1;

    /** Pictures may be shown before they are decoded in streams that are broken so. */
    private static final long BEGIN = 2_000 * UNITS_IN_MS;

    /** Decoders have so much time for what comes. */
    private static final long AHEAD = 700 * UNITS_IN_MS;

    /** More is another clock. */
    private static final int MOST_BACK_MS = 1_000;

    private static final int MOST_STEP_MS = 12_000;

    private static final long TABLES_EVERY = 500 * UNITS_IN_MS;

    private final ByteSink sink;
    private final Framing framing;
    private final TsPackets packets = new TsPackets();
    private Optional<AnnexB> pictures = Optional.empty();
    private Optional<Adts> sounds = Optional.empty();
    private OptionalInt videoType = OptionalInt.empty();
    private OptionalInt audioType = OptionalInt.empty();
    private int version;
    private boolean told;
    private long toldAt;
    private boolean timed;
    private int lastMs;
    private long clock = BEGIN;

    /**
     * @param sink where the stream goes
     * @param framing how its pieces are wrapped
     */
    public TsOutput(ByteSink sink, Framing framing) {
        this.sink = sink;
        this.framing = framing;
    }

    @Override
    public int room() {
        return sink.room();
    }

    /** Tables say what there is once it comes. */
    @Override
    public void begin(boolean audio, boolean video) {}

    @Override
    public void media(TcMessage message) {
        if (message.payloadLength() == 0) {
            return;
        }
        Message body = message.message().withHead(NO_HEAD, TcMessage.HEADER_LENGTH);
        if (message.type() == MessageType.VIDEO) {
            video(body, CodedPacket.video(body), message.timestamp());
        } else if (message.type() == MessageType.AUDIO) {
            audio(body, CodedPacket.audio(body), message.timestamp());
        }
        byte[] made = packets.take();
        if (made.length > 0) {
            write(framing.before(made.length));
            write(made);
            write(framing.behind());
        }
    }

    private void write(byte[] bytes) {
        if (bytes.length > 0) {
            sink.write(bytes, 0, bytes.length);
        }
    }

    private void video(Message body, CodedPacket packet, int timeMs) {
        Optional<Codec> codec = packet.codec().filter(one -> one == Codec.AVC || one == Codec.HEVC);
        if (codec.isEmpty()) {
            return;
        }
        switch (packet.content()) {
            case CONFIGURATION -> {
                pictures = AnnexB.of(codec.get(), config(body, packet.from())).or(() -> pictures);
                int type = codec.get() == Codec.AVC ? AVC : HEVC;
                told &= pictures.isEmpty() || videoType.equals(OptionalInt.of(type));
                videoType = pictures.isEmpty() ? videoType : OptionalInt.of(type);
            }
            case SAMPLE -> {
                if (pictures.map(AnnexB::codec).equals(codec)) {
                    byte[] picture = pictures.get().picture(body, packet.from(), packet.key());
                    add(Pid.VIDEO, picture, timeMs, packet.shownLaterMs(), packet.key());
                }
            }
            case NOTHING -> {}
        }
    }

    private static byte[] config(Message body, int from) {
        byte[] config = new byte[Math.min(body.length() - from, MOST_CONFIG)];
        body.copyTo(from, config, 0, config.length);
        return config;
    }

    private void audio(Message body, CodedPacket packet, int timeMs) {
        boolean aac = packet.codec().filter(one -> one == Codec.AAC).isPresent();
        if (aac && packet.content() == CodedPacket.Content.CONFIGURATION) {
            sounds = Adts.of(config(body, packet.from()));
            sounds.ifPresent(known -> tellAudio(AAC));
        } else if (aac && packet.content() == CodedPacket.Content.SAMPLE && sounds.isPresent()) {
            add(Pid.AUDIO, sounds.get().frame(body, packet.from()), timeMs, 0, true);
        } else if (MP3_NAMES.contains(packet.name())) {
            tellAudio(MP3);
            add(Pid.AUDIO, config(body, packet.from()), timeMs, 0, true);
        }
    }

    private void tellAudio(int type) {
        told &= audioType.equals(OptionalInt.of(type));
        audioType = OptionalInt.of(type);
    }

    private void add(Pid pid, byte[] unit, int timeMs, int laterMs, boolean random) {
        if (unit.length == 0) {
            return;
        }
        long now = at(timeMs);
        boolean ofVideo = pid == Pid.VIDEO;
        boolean leads = ofVideo || videoType.isEmpty();
        boolean due = leads && Math.abs(now - toldAt) >= TABLES_EVERY;
        if (!told || ofVideo && random || due) {
            tables();
            toldAt = now;
        }
        long shown = now + (long) laterMs * UNITS_IN_MS;
        byte[] packet = elementary(ofVideo, unit, shown, now);
        packets.elementary(pid, packet, random && leads, leads ? now - AHEAD & WRAP : -1);
    }

    /** Times wrap later than those of the stream, and go on where it jumps. */
    private long at(int timeMs) {
        int step = timed ? timeMs - lastMs : 0;
        boolean jumps = step < -MOST_BACK_MS || step > MOST_STEP_MS;
        step = jumps ? 0 : step;
        timed = true;
        lastMs = timeMs;
        clock += (long) step * UNITS_IN_MS;
        return clock;
    }

    // ISO/IEC 13818-1 §2.4.3.6
    private static byte[] elementary(boolean ofVideo, byte[] unit, long shown, long decoded) {
        boolean both = shown != decoded;
        int times = both ? 10 : 5;
        int length = 3 + times + unit.length;
        boolean bounded = !ofVideo && length < 1 << 16;
        ByteBuffer out = ByteBuffer.allocate(9 + times + unit.length);
        out.putInt(ofVideo ? 0x1e0 : 0x1c0).putShort((short) (bounded ? length : 0));
        out.put((byte) 0x84).put((byte) (both ? 0xc0 : 0x80)).put((byte) times);
        time(out, both ? 3 : 2, shown & WRAP);
        if (both) {
            time(out, 1, decoded & WRAP);
        }
        return out.put(unit).array();
    }

    private static void time(ByteBuffer out, int prefix, long time) {
        out.put((byte) (prefix << 4 | time >> 29 & 0x0e | 1));
        out.putShort((short) (time >> 14 & 0xfffe | 1));
        out.putShort((short) (time << 1 & 0xfffe | 1));
    }

    // ISO/IEC 13818-1 §2.4.4.3 and §2.4.4.8
    private void tables() {
        version = told ? version : version + 1;
        told = true;
        byte current = (byte) (0xc1 | version << 1 & 0x3e);
        ByteBuffer programs = ByteBuffer.allocate(12);
        programs.put((byte) 0).putShort((short) 0xb00d).putShort((short) 1).put((byte) 0xc1);
        programs.putShort((short) 0).putShort((short) 1);
        programs.putShort((short) (0xe000 | Pid.PROGRAM.number()));
        packets.table(Pid.PROGRAMS, programs.array());
        int streams = (videoType.isPresent() ? 1 : 0) + (audioType.isPresent() ? 1 : 0);
        Pid leading = videoType.isPresent() ? Pid.VIDEO : Pid.AUDIO;
        ByteBuffer program = ByteBuffer.allocate(12 + 5 * streams);
        program.put((byte) 2).putShort((short) (0xb000 | 13 + 5 * streams));
        program.putShort((short) 1).put(current).putShort((short) 0);
        program.putShort((short) (0xe000 | leading.number())).putShort((short) 0xf000);
        videoType.ifPresent(type -> entry(program, type, Pid.VIDEO));
        audioType.ifPresent(type -> entry(program, type, Pid.AUDIO));
        packets.table(Pid.PROGRAM, program.array());
    }

    private static void entry(ByteBuffer program, int type, Pid pid) {
        program.put((byte) type).putShort((short) (0xe000 | pid.number()));
        program.putShort((short) 0xf000);
    }
}
