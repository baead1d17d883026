package io.cumulonimbus.origin.viewer;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.stream.FanOut;
import io.cumulonimbus.stream.Ingress;
import io.cumulonimbus.testkit.SimWorld;
import java.nio.ByteBuffer;

/** A publisher of 2 Mbit/s; each frame carries its number and the time it was made. */
final class Camera implements SimWorld.Host {
    static final int HEAD = 2;
    private static final long VIDEO_NS = 40_000_000;
    private static final long AUDIO_NS = 23_000_000;
    private static final int FRAMES_PER_KEY = 25;
    private static final int KEY_BYTES = 40_000;
    private static final int FRAME_BYTES = 8_300;
    private static final int AUDIO_BYTES = 250;

    private final FanOut fanOut;
    private final Ingress ingress = new Ingress(77);
    private long startNs;
    private long nextVideoNs = Long.MAX_VALUE;
    private long nextAudioNs = Long.MAX_VALUE;
    private int videos;
    private int audios;

    Camera(FanOut fanOut, long nowNs) {
        this.fanOut = fanOut;
        this.startNs = nowNs;
    }

    void roll(long nowNs) {
        nextVideoNs = nowNs;
        nextAudioNs = nowNs;
    }

    void cut() {
        nextVideoNs = Long.MAX_VALUE;
        nextAudioNs = Long.MAX_VALUE;
    }

    long frames() {
        return videos;
    }

    @Override
    public long turn(long nowNs) {
        boolean filmed = false;
        while (nextVideoNs <= nowNs) {
            boolean key = videos % FRAMES_PER_KEY == 0;
            Message body = frame(key ? 0x17 : 0x27, key ? KEY_BYTES : FRAME_BYTES, ++videos, nowNs);
            ingress.video(ms(nowNs), body, 0).ifPresent(frame -> fanOut.accept(frame, nowNs));
            nextVideoNs += VIDEO_NS;
            filmed = true;
        }
        while (nextAudioNs <= nowNs) {
            Message body = frame(0xaf, AUDIO_BYTES, ++audios, nowNs);
            fanOut.accept(ingress.audio(ms(nowNs), body, 0), nowNs);
            nextAudioNs += AUDIO_NS;
            filmed = true;
        }
        return filmed ? nowNs : Math.min(nextVideoNs, nextAudioNs);
    }

    private int ms(long nowNs) {
        return (int) ((nowNs - startNs) / 1_000_000);
    }

    private static Message frame(int tag, int length, int number, long nowNs) {
        return Message.of(
                ByteBuffer.allocate(length)
                        .put((byte) tag)
                        .put((byte) 1)
                        .putInt(number)
                        .putLong(nowNs)
                        .array());
    }
}
