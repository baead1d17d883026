package io.cumulonimbus.link.ask;

import io.cumulonimbus.link.ByteSink;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.turn.Carrier;
import io.cumulonimbus.link.wire.LinkFrame;
import io.cumulonimbus.link.wire.MalformedFrameException;
import java.util.Optional;
import java.util.function.Consumer;

/** What one origin asks another on one link (its role {@link LinkRole#FELLOW}). */
public final class LinkQuestions {
    private final Carrier link;
    private final Asking asking = new Asking();
    private final AnswerLane answers;
    private Respondent respondent = Respondent.NOBODY;
    private long connection;
    private int open;

    public LinkQuestions(Carrier link) {
        this.link = link;
        this.answers = new AnswerLane(link, () -> open--);
    }

    /** Who answers (origin only); before the link is established. */
    public void answeredBy(Respondent knows) {
        respondent = knows;
    }

    /**
     * Asks (fellow only). The answer comes once, on the link's loop; it is empty when the link is
     * lost before that, and when there is too much to ask.
     *
     * @param question at most {@link Asking#MAX_QUESTION} bytes, not written to later
     */
    public void ask(byte[] question, Consumer<Optional<byte[]>> answer) {
        if (!link.isEstablished()) {
            answer.accept(Optional.empty());
        } else if (asking.ask(question, answer)) {
            link.announce();
        }
    }

    public void receive(LinkFrame.OfQuestion frame) throws MalformedFrameException {
        switch (frame) {
            case LinkFrame.Ask f -> {
                boolean mayAsk = link.farRole() == LinkRole.FELLOW && open < Asking.MOST_OPEN;
                if (link.role() != LinkRole.ORIGIN || !mayAsk) {
                    throw new MalformedFrameException("asks for what it may not");
                }
                asked(f);
            }
            case LinkFrame.Told f -> {
                byte[] part = f.part().toBytes();
                if (link.role() != LinkRole.FELLOW || !asking.told(f.number(), part, f.end())) {
                    throw new MalformedFrameException("answers what was never asked");
                }
                link.announce(); // the next question may be sent
            }
        }
    }

    private void asked(LinkFrame.Ask question) {
        long of = connection;
        open++;
        respondent.asked(
                question.question(),
                answer -> {
                    if (of == connection) {
                        answers.add(question.number(), answer);
                    }
                });
    }

    /** Writes what there is to ask, as far as there is room; answers have their turns. */
    public void flush(Consumer<LinkFrame> output, ByteSink sink) {
        while (sink.room() > 0) {
            Asking.Numbered next = asking.next();
            if (next == null) {
                return;
            }
            output.accept(new LinkFrame.Ask(next.number(), next.question()));
        }
    }

    /** There is a connection, for the first time or again; or there is none any more. */
    public void restart() {
        connection++;
        open = 0;
        answers.clear();
        asking.giveUp();
        respondent.gone();
    }
}
