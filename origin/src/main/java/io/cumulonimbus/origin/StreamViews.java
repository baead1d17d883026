package io.cumulonimbus.origin;

import io.cumulonimbus.admin.view.StreamView;
import io.cumulonimbus.origin.app.StreamQuality;
import io.cumulonimbus.origin.stream.StreamSheet;
import java.util.Optional;

/** Streams as operators read them. */
final class StreamViews {
    private static final int BITS = 8;

    private StreamViews() {}

    static StreamView view(StreamSheet sheet) {
        return sheet.published()
                .map(media -> published(sheet, media))
                .orElseGet(
                        () ->
                                new StreamView(
                                        sheet.key(),
                                        false,
                                        sheet.viewers(),
                                        0,
                                        0,
                                        0,
                                        0,
                                        0,
                                        0,
                                        Optional.empty()));
    }

    private static StreamView published(StreamSheet sheet, StreamSheet.Published media) {
        return new StreamView(
                sheet.key(),
                true,
                sheet.viewers(),
                bits(media.audio()),
                bits(media.video()),
                media.frames(),
                media.bytes(),
                media.lost(),
                media.dropped(),
                Optional.of(Math.max(media.audio().latencyMs(), media.video().latencyMs()))
                        .filter(Double::isFinite));
    }

    private static long bits(StreamQuality quality) {
        return Math.round(quality.byteRate() * BITS);
    }
}
