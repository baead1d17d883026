package io.cumulonimbus.origin.stream;

import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import java.util.function.Consumer;

/**
 * One publisher that may have a name which somebody has whose edge is out of reach: waits until
 * that is back, or is taken for lost. Owned by its publisher's loop.
 */
final class NameContest {
    /** An edge that lives dials at once when it notices, and is back by then. */
    private static final long AWAY_NS = 2_500_000_000L;

    private static final long AGAIN_NS = 100_000_000L;

    /** So often it is looked whether the name is free, once its holder was given up. */
    private static final int MOST_LOOKS = 50;

    private final PublicationsProxy publications;
    private final String name;
    private final PublisherProxy publisher;
    private final Consumer<Boolean> answer;
    private final Loop loop;
    private final DeadlineTimer timer;
    private int looks;

    /**
     * @param answer hears, once, whether the publisher has the name now
     */
    NameContest(
            PublicationsProxy publications,
            String name,
            PublisherProxy publisher,
            Consumer<Boolean> answer) {
        this.publications = publications;
        this.name = name;
        this.publisher = publisher;
        this.answer = answer;
        this.loop = publisher.loop();
        this.timer = new DeadlineTimer(loop, this::ask);
    }

    void ask() {
        if (publisher.isOver()) {
            answer.accept(false);
            return;
        }
        publications.claim(name, publisher, false, this::claimed);
    }

    private void claimed(boolean yes) {
        if (yes) {
            answer.accept(true);
        } else {
            publications.outlast(name, AWAY_NS, loop, this::away);
        }
    }

    private void away(long holderAwayNs) {
        boolean gone = holderAwayNs < 0;
        if (gone || holderAwayNs >= AWAY_NS) {
            // Nobody has it here any more; when it is refused all the same, another origin has it.
            looks += gone ? MOST_LOOKS / 2 : 1;
        }
        if (holderAwayNs == 0 || looks > MOST_LOOKS) {
            answer.accept(false);
        } else {
            timer.set(loop.nowNs() + AGAIN_NS);
        }
    }
}
