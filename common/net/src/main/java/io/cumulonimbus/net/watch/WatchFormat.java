package io.cumulonimbus.net.watch;

import io.cumulonimbus.rtmp.chunkstream.ByteSink;
import io.cumulonimbus.watch.FlvOutput;
import io.cumulonimbus.watch.Framing;
import io.cumulonimbus.watch.MediaOutput;
import io.cumulonimbus.watch.WatchPath;
import io.cumulonimbus.watch.ts.TsOutput;
import java.util.Locale;
import java.util.Optional;

/** What a stream without end is written as, by the ending of its path. */
enum WatchFormat {
    /** Flash video. */
    FLV("video/x-flv") {
        @Override
        MediaOutput output(ByteSink sink, Framing framing) {
            return new FlvOutput(sink, framing);
        }
    },
    /** MPEG transport stream. */
    TS("video/mp2t") {
        @Override
        MediaOutput output(ByteSink sink, Framing framing) {
            return new TsOutput(sink, framing);
        }
    };

    private final String type;

    WatchFormat(String type) {
        this.type = type;
    }

    /** The one that a path ends with. */
    static Optional<WatchFormat> of(WatchPath path) {
        for (WatchFormat format : values()) {
            if (path.ending().equals(format.name().toLowerCase(Locale.ROOT))) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    /** Of the content, for HTTP. */
    String type() {
        return type;
    }

    /** Writes such a stream. */
    abstract MediaOutput output(ByteSink sink, Framing framing);
}
