package io.cumulonimbus.cli;

import io.cumulonimbus.flv.FlvTag;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What of a film is needed before anything else of it: metadata, and how to decode. */
final class CodecHeaders {
    private Optional<FlvTag> metadata = Optional.empty();
    private Optional<FlvTag> audio = Optional.empty();
    private Optional<FlvTag> video = Optional.empty();

    /** Keeps the tag if it is one of them, in place of the one before. */
    void keep(FlvTag tag) {
        if (tag.type() == FlvTag.SCRIPT) {
            metadata = Optional.of(tag);
        } else if (LoadFilm.isCodecHeader(tag) && tag.type() == FlvTag.AUDIO) {
            audio = Optional.of(tag);
        } else if (LoadFilm.isCodecHeader(tag)) {
            video = Optional.of(tag);
        }
    }

    List<FlvTag> all() {
        return Stream.of(metadata, audio, video).flatMap(Optional::stream).toList();
    }
}
