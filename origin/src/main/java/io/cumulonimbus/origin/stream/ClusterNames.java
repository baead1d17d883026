package io.cumulonimbus.origin.stream;

import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.Outcome;
import io.cumulonimbus.origin.cluster.StreamClaim;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The names that this origin's publishers have in the whole cluster. Any thread. */
final class ClusterNames {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterNames.class);

    /** Between two attempts of somebody who may wait. */
    private static final long AGAIN_NS = 200_000_000L;

    /** How long the name of a publisher that is gone may take to be free. */
    private static final long GONE_NS = 1_000_000_000L;

    /** How long a publisher waits whose origin was lost: it has its own name still, elsewhere. */
    private static final long RESUMED_NS = 10_000_000_000L;

    private final Directory directory;

    ClusterNames(Directory directory) {
        this.directory = directory;
    }

    /**
     * Claims a name; answers on the publisher's loop whether it has it. Where the cluster does not
     * answer it has: a doubt ends no publication, and two of one name are sorted out later.
     *
     * @param resumed whether the publisher was on the air at an origin that is lost
     */
    void claim(String name, PublisherProxy publisher, boolean resumed, Consumer<Boolean> answer) {
        new Attempt(name, publisher, resumed, answer).ask();
    }

    /** Gives a name back. */
    void release(String name, PublisherProxy publisher) {
        directory.streams().release(name, publisher.publication());
    }

    /** One publisher that wants a name. Owned by its loop. */
    private final class Attempt {
        private final String name;
        private final PublisherProxy publisher;
        private final boolean resumed;
        private final Consumer<Boolean> answer;
        private final Loop loop;
        private final long sinceNs;

        Attempt(String name, PublisherProxy publisher, boolean resumed, Consumer<Boolean> answer) {
            this.name = name;
            this.publisher = publisher;
            this.resumed = resumed;
            this.answer = answer;
            this.loop = publisher.loop();
            this.sinceNs = loop.nowNs();
        }

        void ask() {
            directory
                    .streams()
                    .claim(name, publisher.publication(), loop, this::answered, this::lost);
        }

        private void answered(Outcome<StreamClaim> outcome) {
            Optional<StreamClaim> holder = outcome.value();
            boolean ours =
                    holder.isEmpty() || holder.get().publication() == publisher.publication();
            if (ours || publisher.isOver()) {
                answer.accept(ours);
            } else if (loop.nowNs() - sinceNs < patienceNs(holder.get())) {
                new DeadlineTimer(loop, this::ask).set(loop.nowNs() + AGAIN_NS);
            } else {
                answer.accept(false);
            }
        }

        private long patienceNs(StreamClaim holder) {
            boolean here = holder.owner().equals(directory.self());
            if (resumed) {
                return RESUMED_NS;
            }
            return here || directory.nodes().find(holder.owner()).isEmpty() ? GONE_NS : 0;
        }

        private void lost(StreamClaim winner) {
            LOG.warn("{} is published at {} too, and ours is ended", name, winner.owner());
            publisher.lost();
        }
    }
}
