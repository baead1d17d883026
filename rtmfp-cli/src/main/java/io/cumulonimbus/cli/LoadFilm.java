package io.cumulonimbus.cli;

import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.flv.MediaTag;
import io.cumulonimbus.netclient.MediaKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What a load's publishers send, lap after lap.
 *
 * @param tags by time
 * @param lapMs how long once through takes
 */
record LoadFilm(List<FlvTag> tags, long lapMs) {
    /** The name of the film that is made up. */
    static final String SYNTHETIC = "synthetic";

    /** The name of one that costs little, to measure when something comes rather than how much. */
    static final String SMALL = "synthetic-small";

    /** More does not belong in memory. */
    private static final long MAX_BYTES = 256L << 20;

    private static final int AVC_INTER = 0x27;
    private static final int AVC_KEY = 0x17;
    private static final int AAC = 0xaf;

    LoadFilm {
        tags = List.copyOf(tags);
    }

    /**
     * The film of a file, or {@link #SYNTHETIC} or {@link #SMALL} with a key frame every so many
     * seconds.
     */
    static LoadFilm open(String file, int keySeconds) throws CommandFailure {
        return switch (file) {
            case SYNTHETIC -> synthetic(keySeconds);
            case SMALL -> small(keySeconds);
            default -> read(file);
        };
    }

    /** 20 pictures a second, each of which fits in a packet, and no sound: 0.05 Mbit/s. */
    static LoadFilm small(int seconds) {
        RandomGenerator random = RandomGenerator.of("SplittableRandom");
        List<FlvTag> tags = new ArrayList<>();
        for (int i = 0; i < 20 * seconds; i++) {
            tags.add(tag(FlvTag.VIDEO, 50 * i, i == 0 ? AVC_KEY : AVC_INTER, 300, random));
        }
        return new LoadFilm(tags, 1000L * seconds);
    }

    /**
     * 25 pictures, of which the first is a key frame, and 43 sounds a second, 0.65 Mbit/s with a
     * key frame every other second: 68 messages a second, most of which fit in a packet.
     */
    static LoadFilm synthetic(int seconds) {
        RandomGenerator random = RandomGenerator.of("SplittableRandom");
        List<FlvTag> tags = new ArrayList<>();
        for (int i = 0; i < 25 * seconds; i++) {
            boolean key = i == 0;
            tags.add(
                    tag(
                            FlvTag.VIDEO,
                            40 * i,
                            key ? AVC_KEY : AVC_INTER,
                            key ? 24_000 : 2_000,
                            random));
        }
        for (int i = 0; i < 43 * seconds; i++) {
            tags.add(tag(FlvTag.AUDIO, 1000 * i / 43, AAC, 440, random));
        }
        tags.sort(Comparator.comparingInt(FlvTag::timestamp));
        return new LoadFilm(tags, 1000L * seconds);
    }

    private static FlvTag tag(int type, int atMs, int head, int length, RandomGenerator random) {
        byte[] data = new byte[length];
        random.nextBytes(data);
        data[0] = (byte) head;
        data[1] = 1; // not a codec header
        return new FlvTag(type, atMs, data);
    }

    private static LoadFilm read(String file) throws CommandFailure {
        List<FlvTag> tags = new ArrayList<>();
        long bytes = 0;
        int last = 0;
        try (FlvSource source = FlvSource.open(file)) {
            for (Optional<FlvTag> tag = source.next(); tag.isPresent(); tag = source.next()) {
                tags.add(tag.get());
                bytes += tag.get().data().length;
                last = Math.max(last, tag.get().timestamp());
                if (bytes > MAX_BYTES) {
                    throw new CommandFailure(ExitCode.FILE, file + ": more than 256 MiB");
                }
            }
        }
        if (tags.isEmpty()) {
            throw new CommandFailure(ExitCode.FILE, file + ": an empty film");
        }
        return new LoadFilm(tags, last + 40L);
    }

    /** The kinds that carry stamps. */
    Set<MediaKind> kinds() {
        Set<MediaKind> kinds = EnumSet.noneOf(MediaKind.class);
        for (FlvTag tag : tags) {
            if (tag.type() == FlvTag.AUDIO || tag.type() == FlvTag.VIDEO) {
                if (!isCodecHeader(tag)) {
                    kinds.add(tag.type() == FlvTag.AUDIO ? MediaKind.AUDIO : MediaKind.VIDEO);
                }
            }
        }
        return kinds;
    }

    /** Whether the tag belongs to the codec: not to be changed, and needed by who comes late. */
    static boolean isCodecHeader(FlvTag tag) {
        byte[] data = tag.data();
        if (data.length < 2) {
            return true;
        }
        return MediaTag.of(tag).isSequenceStart();
    }
}
