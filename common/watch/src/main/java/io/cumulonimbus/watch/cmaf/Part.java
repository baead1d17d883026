package io.cumulonimbus.watch.cmaf;

import java.util.ArrayList;
import java.util.List;

/**
 * Some samples that follow each other: a fragment, once nothing more comes. Differences of times
 * are true where the clock wraps.
 */
final class Part {
    private static final int KEY = 0x02000000;
    private static final int DEPENDENT = 0x01010000;

    private final List<Sample> video = new ArrayList<>();
    private final List<Sample> audio = new ArrayList<>();
    private final int beginMs;
    private int endMs;
    private int bytes;

    Part(int beginMs) {
        this.beginMs = beginMs;
        this.endMs = beginMs;
    }

    void add(boolean ofVideo, Sample sample) {
        (ofVideo ? video : audio).add(sample);
        bytes += sample.size();
    }

    boolean isEmpty() {
        return video.isEmpty() && audio.isEmpty();
    }

    int beginMs() {
        return beginMs;
    }

    int bytes() {
        return bytes;
    }

    void end(int ms) {
        endMs = ms;
    }

    double seconds() {
        return (endMs - beginMs) / 1000.0;
    }

    /** Whether decoding can begin here. */
    boolean isIndependent() {
        return video.isEmpty() || video.getFirst().key();
    }

    /** Adds the fragment: {@code moof} and {@code mdat}. */
    void write(Boxes out, int sequence, boolean videoFirst) {
        int begin = out.length();
        int fragment = out.begin("moof");
        int head = out.begin("mfhd", 0, 0);
        out.u32(sequence).end(head);
        int videoAt = video.isEmpty() ? 0 : run(out, 1, video, true);
        int audioAt = audio.isEmpty() ? 0 : run(out, videoFirst ? 2 : 1, audio, false);
        out.end(fragment);
        int data = out.begin("mdat");
        if (videoAt > 0) {
            out.patch(videoAt, out.length() - begin);
            video.forEach(sample -> out.payload(sample.body(), sample.from()));
        }
        if (audioAt > 0) {
            out.patch(audioAt, out.length() - begin);
            audio.forEach(sample -> out.payload(sample.body(), sample.from()));
        }
        out.end(data);
    }

    /** Answers where the offset of the data is to be written. */
    private int run(Boxes out, int track, List<Sample> samples, boolean toTheEnd) {
        int all = out.begin("traf");
        int head = out.begin("tfhd", 0, 0x020000);
        out.u32(track).end(head);
        int time = out.begin("tfdt", 1, 0);
        out.u64(Integer.toUnsignedLong(samples.getFirst().timeMs())).end(time);
        int run = out.begin("trun", 1, 0x000f01);
        int offsetAt = out.u32(samples.size()).length();
        out.u32(0);
        int usual = 23;
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            boolean last = i + 1 == samples.size();
            int next = last ? endMs : samples.get(i + 1).timeMs();
            int span = last && !toTheEnd ? usual : Math.max(0, next - sample.timeMs());
            usual = span;
            out.u32(span).u32(sample.size());
            out.u32(sample.key() ? KEY : DEPENDENT).u32(sample.shownLaterMs());
        }
        out.end(run).end(all);
        return offsetAt;
    }
}
