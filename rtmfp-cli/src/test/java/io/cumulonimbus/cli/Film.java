package io.cumulonimbus.cli;

import io.cumulonimbus.flv.FlvHeader;
import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.flv.FlvWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Films without meaning, in the folder that an application plays from. */
final class Film {
    /** The time between two pictures. */
    static final int STEP_MS = 40;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Film() {
        bytes.writeBytes(FlvWriter.header(new FlvHeader(true, true)));
    }

    /** Pictures with a header in front, each second a key frame; and as much sound. */
    static Film of(int seconds, long startMs) {
        Film film = new Film();
        film.tag(FlvTag.VIDEO, startMs, 0x17, 0, 0, 0, 0, 1, 2, 3);
        film.tag(FlvTag.AUDIO, startMs, 0xaf, 0, 0x12, 0x10);
        for (int i = 0; i < seconds * 1000 / STEP_MS; i++) {
            long ms = startMs + (long) i * STEP_MS;
            film.tag(FlvTag.VIDEO, ms, i % 25 == 0 ? 0x17 : 0x27, 1, 0, 0, 0, i);
            film.tag(FlvTag.AUDIO, ms + 5, 0xaf, 1, i);
        }
        return film;
    }

    /** Sound alone. */
    static Film ofSound(int seconds) {
        Film film = new Film();
        for (int i = 0; i < seconds * 1000 / STEP_MS; i++) {
            film.tag(FlvTag.AUDIO, (long) i * STEP_MS, 0x2f, i);
        }
        return film;
    }

    void tag(int type, long ms, int... data) {
        byte[] body = new byte[data.length];
        for (int i = 0; i < data.length; i++) {
            body[i] = (byte) data[i];
        }
        tag(type, ms, body);
    }

    void tag(int type, long ms, byte[] body) {
        bytes.writeBytes(FlvWriter.tag(new FlvTag(type, (int) ms, body)));
    }

    /** Loses its last bytes. */
    void save(Path home, String name, int lost) throws IOException {
        Path file = home.resolve("media/live/streams").resolve(name + ".flv");
        Files.createDirectories(file.getParent());
        byte[] all = bytes.toByteArray();
        Files.write(file, Arrays.copyOf(all, all.length - lost));
    }
}
