package io.cumulonimbus.origin.record.far;

import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.Node;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.record.FarMedia;
import io.cumulonimbus.origin.record.PlayableFilm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds recordings at other origins for the viewers of one loop, which owns it: asks all who has
 * one, and plays it from the first that says yes. What was found, or not, is known for two seconds.
 */
public final class FarFilms implements FarMedia {
    /** Recordings that are looked for, or of which it is known who has them. */
    private static final int MOST_KNOWN = 4096;

    private static final long KNOWN_NS = 2_000_000_000L;

    /** How long an origin may take to open a film, the dialling of a link included. */
    private static final long OPEN_NS = 5_000_000_000L;

    /** How long another copy is looked for when one is lost in the middle of a film. */
    private static final long MOVE_NS = 10_000_000_000L;

    private static final long AGAIN_NS = 500_000_000L;

    private final Directory directory;
    private final Loop loop;
    private final FilmExchange.Ways ways;
    private final Map<FilmQuestion.Open, Search> searches = new LinkedHashMap<>();

    /**
     * @param ways to other origins, of the same loop
     */
    public FarFilms(Directory directory, Loop loop, FilmExchange.Ways ways) {
        this.directory = directory;
        this.loop = loop;
        this.ways = ways;
    }

    /** Looking for one recording, or what came of it. */
    private final class Search {
        private final List<Consumer<Optional<NodeId>>> asking = new ArrayList<>();
        private Optional<NodeId> holder = Optional.empty();
        private int open;
        private boolean over;
        private long untilNs;

        void begin(FilmQuestion.Open wanted, List<NodeId> others) {
            open = others.size();
            for (NodeId other : others) {
                directory
                        .post()
                        .ask(
                                other,
                                FilmExchange.KIND,
                                wanted.toBytes(),
                                loop,
                                reply ->
                                        answered(
                                                reply.value()
                                                        .filter(FilmExchange::isYes)
                                                        .map(yes -> other)));
            }
            if (others.isEmpty()) {
                end(Optional.empty());
            }
        }

        private void answered(Optional<NodeId> by) {
            open--;
            if (!over && (by.isPresent() || open == 0)) {
                end(by);
            }
        }

        private void end(Optional<NodeId> found) {
            over = true;
            holder = found;
            untilNs = loop.nowNs() + KNOWN_NS;
            List<Consumer<Optional<NodeId>>> all = List.copyOf(asking);
            asking.clear();
            all.forEach(one -> one.accept(found));
        }

        void then(Consumer<Optional<NodeId>> answer) {
            if (over) {
                answer.accept(holder);
            } else {
                asking.add(answer);
            }
        }

        boolean isOld() {
            return over && untilNs - loop.nowNs() <= 0;
        }
    }

    @Override
    public void find(String application, String file, Consumer<Optional<PlayableFilm>> answer) {
        List<NodeId> others = others();
        FilmQuestion.Open wanted = new FilmQuestion.Open(application, file);
        boolean tooLong =
                application.length() > FilmQuestion.MAX_NAME / 3
                        || file.length() > FilmQuestion.MAX_NAME;
        if (others.isEmpty() || tooLong) {
            answer.accept(Optional.empty());
            return;
        }
        open(wanted, copy -> answer.accept(copy.map(found -> film(wanted, found))));
    }

    private PlayableFilm film(FilmQuestion.Open wanted, FarFilm.Copy copy) {
        return new FarFilm(copy, answer -> new Move(wanted, copy, answer).begin());
    }

    private void open(FilmQuestion.Open wanted, Consumer<Optional<FarFilm.Copy>> answer) {
        search(wanted, others())
                .then(
                        holder ->
                                holder.ifPresentOrElse(
                                        at -> open(at, wanted, answer),
                                        () -> answer.accept(Optional.empty())));
    }

    private List<NodeId> others() {
        return directory.nodes().all().stream()
                .filter(node -> node.link().isPresent())
                .map(Node::id)
                .filter(id -> !id.equals(directory.self()))
                .toList();
    }

    private Search search(FilmQuestion.Open wanted, List<NodeId> others) {
        Search known = searches.get(wanted);
        if (known != null && !known.isOld()) {
            return known;
        }
        if (searches.size() >= MOST_KNOWN) {
            searches.remove(searches.keySet().iterator().next());
        }
        Search search = new Search();
        searches.remove(wanted);
        searches.put(wanted, search);
        search.begin(wanted, others);
        return search;
    }

    private void open(
            NodeId at, FilmQuestion.Open wanted, Consumer<Optional<FarFilm.Copy>> answer) {
        Opening opening =
                new Opening(
                        at,
                        copy -> {
                            if (copy.isEmpty()) {
                                forget(wanted, at);
                            }
                            answer.accept(copy);
                        });
        ways.ask(at, wanted.toBytes(), opening::told);
        if (!opening.answered) {
            opening.patience.set(loop.nowNs() + OPEN_NS);
        }
    }

    /** A film that is being opened for a viewer. */
    private final class Opening {
        private final NodeId at;
        private final FarFilm.Way way;
        private final Consumer<Optional<FarFilm.Copy>> answer;
        private final DeadlineTimer patience = new DeadlineTimer(loop, this::late);
        private boolean answered;

        Opening(NodeId at, Consumer<Optional<FarFilm.Copy>> answer) {
            this.at = at;
            this.way = (question, then) -> ways.ask(at, question.toBytes(), then);
            this.answer = answer;
        }

        private void told(Optional<byte[]> bytes) {
            Optional<FarFilm.Copy> film =
                    bytes.flatMap(FilmAnswer.Opened::of)
                            .map(opened -> new FarFilm.Copy(at, way, opened));
            if (answered) {
                film.ifPresent(FarFilm.Copy::close); // too late
                return;
            }
            answered = true;
            patience.cancel();
            answer.accept(film);
        }

        private void late() {
            answered = true;
            answer.accept(Optional.empty());
        }
    }

    /** Who had it then may have it no more. */
    private void forget(FilmQuestion.Open wanted, NodeId at) {
        searches.computeIfPresent(
                wanted,
                (film, search) -> search.holder.filter(at::equals).isPresent() ? null : search);
    }

    /** A film whose origin was lost in the middle. */
    private final class Move {
        private final FilmQuestion.Open wanted;
        private final FarFilm.Copy before;
        private final Consumer<Optional<FarFilm.Copy>> answer;
        private final DeadlineTimer again = new DeadlineTimer(loop, this::look);
        private final long sinceNs = loop.nowNs();

        Move(
                FilmQuestion.Open wanted,
                FarFilm.Copy before,
                Consumer<Optional<FarFilm.Copy>> answer) {
            this.wanted = wanted;
            this.before = before;
            this.answer = answer;
        }

        /** Who is lost is not known as its holder any more. */
        void begin() {
            forget(wanted, before.at());
            look();
        }

        private void look() {
            open(wanted, this::found);
        }

        private void found(Optional<FarFilm.Copy> copy) {
            if (copy.filter(this::isTheSame).isPresent()) {
                answer.accept(copy);
                return;
            }
            copy.ifPresent(FarFilm.Copy::close);
            if (loop.nowNs() - sinceNs < MOVE_NS) {
                again.set(loop.nowNs() + AGAIN_NS);
            } else {
                answer.accept(Optional.empty());
            }
        }

        /** Another recording of that name is not what the viewer watches. */
        private boolean isTheSame(FarFilm.Copy copy) {
            return copy.film().durationMs() == before.film().durationMs();
        }
    }
}
