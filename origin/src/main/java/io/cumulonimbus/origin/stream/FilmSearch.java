package io.cumulonimbus.origin.stream;

import io.cumulonimbus.origin.record.PlayableFilm;
import java.util.Optional;

/**
 * A stream that is to play something, while it is not known yet what there is of that name: a live
 * stream goes before a recording, unless a recording was asked for. Owned by the client's loop.
 */
final class FilmSearch implements Role {
    private final PlayRequest request;
    private final StreamContext context;
    private final Outcome outcome;
    private boolean over;

    /** Hears what was found; called once, unless the role ended before. */
    interface Outcome {
        /** There is a recording, and who gets it closes it. */
        void film(PlayRequest request, PlayableFilm film);

        /** It is live, or may be later. */
        void live(PlayRequest request);

        /** There is nothing. */
        void nothing(PlayRequest request);
    }

    FilmSearch(PlayRequest request, StreamContext context, Outcome outcome) {
        this.request = request;
        this.context = context;
        this.outcome = outcome;
    }

    void begin() {
        if (!request.wantsRecording() && isClaimed()) {
            outcome.live(request); // whatever else there is
            return;
        }
        boolean asked =
                context.media()
                        .orElseThrow()
                        .find(request.name().text(), context.loop(), this::looked);
        if (!asked && !over) {
            outcome.live(request);
        }
    }

    private boolean isClaimed() {
        return context.publications().isClaimed(context.key(request.name()));
    }

    private void looked(Optional<PlayableFilm> film) {
        boolean live = film.isPresent() != request.wantsRecording() ? isClaimed() : film.isEmpty();
        if (over || live) {
            film.ifPresent(PlayableFilm::close);
        }
        if (over) {
            return;
        }
        if (live) {
            outcome.live(request);
        } else {
            film.ifPresentOrElse(
                    found -> outcome.film(request, found), () -> outcome.nothing(request));
        }
    }

    @Override
    public void end() {
        over = true;
    }
}
