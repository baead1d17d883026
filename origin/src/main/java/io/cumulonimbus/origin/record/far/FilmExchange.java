package io.cumulonimbus.origin.record.far;

import io.cumulonimbus.link.ask.Respondent;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.disk.FileName;
import io.cumulonimbus.origin.record.MediaLibrary;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** What this origin's recordings are to the others: says what it has, and plays it. Any thread. */
public final class FilmExchange {
    /** Of the question who has a recording. */
    static final String KIND = "films";

    private static final byte[] YES = {1};
    private static final byte[] NO = {0};

    private final MediaLibrary media;
    private final Predicate<String> known;
    private final RandomGenerator random;

    /**
     * Begins to say what is here.
     *
     * @param known whether there is an application of this path
     * @param books where others ask
     * @param random unpredictable
     */
    public FilmExchange(
            Directory directory,
            MediaLibrary media,
            Predicate<String> known,
            Loop books,
            RandomGenerator random) {
        this.media = media;
        this.known = path -> isPath(path) && known.test(path);
        this.random = random;
        if (directory.isShared()) {
            directory.post().receive(KIND, books, (from, body, reply) -> asked(body, books, reply));
        }
    }

    /** A path that leads nowhere else, as applications have. */
    private static boolean isPath(String path) {
        return path.isEmpty() || FileName.of(path).filter(path::equals).isPresent();
    }

    private void asked(byte[] body, Loop books, Consumer<byte[]> reply) {
        Optional<FilmQuestion> question = FilmQuestion.read(body);
        boolean asked =
                question.isPresent()
                        && question.get() instanceof FilmQuestion.Open wanted
                        && known.test(wanted.application())
                        && media.of(wanted.application())
                                .holds(wanted.file(), books, has -> reply.accept(has ? YES : NO));
        if (!asked) {
            reply.accept(NO);
        }
    }

    static boolean isYes(byte[] reply) {
        return reply.length == 1 && reply[0] == YES[0];
    }

    /** Plays what is here to the origin at the other end of a link of that loop. */
    public Respondent respondent(Loop loop) {
        return new FilmKeeper(media, known, loop, random.nextLong());
    }

    /** The way to other origins, for one loop, which owns it. */
    @FunctionalInterface
    public interface Ways {
        /**
         * Asks another origin over a link; answers once, on the loop, with nothing when there is
         * none.
         */
        void ask(NodeId origin, byte[] question, Consumer<Optional<byte[]>> answer);
    }
}
