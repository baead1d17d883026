package io.cumulonimbus.origin.record;

import java.util.Optional;
import java.util.function.Consumer;

/** The recordings of other origins, for viewers of one loop, which owns it. */
@FunctionalInterface
public interface FarMedia {
    /** There are no others. */
    FarMedia NONE = (application, file, answer) -> answer.accept(Optional.empty());

    /**
     * Opens what another origin has recorded; answers once, on the loop, at once or later. A film
     * that is answered is the caller's to close.
     *
     * @param file with its ending, below the application's folder
     */
    void find(String application, String file, Consumer<Optional<PlayableFilm>> answer);
}
