package io.cumulonimbus.link.ask;

import java.util.function.Consumer;

/** Answers what one other origin asks by one link. Owned by the link's loop. */
public interface Respondent {
    /** Knows nothing. */
    Respondent NOBODY =
            new Respondent() {
                @Override
                public void asked(byte[] question, Consumer<byte[]> answer) {
                    answer.accept(new byte[0]);
                }

                @Override
                public void gone() {}
            };

    /**
     * Answers, once, at once or later, on the loop. Never blocks.
     *
     * @param question at most {@link Asking#MAX_QUESTION} bytes
     * @param answer takes at most {@link Asking#MAX_ANSWER} bytes, which are not written to later
     */
    void asked(byte[] question, Consumer<byte[]> answer);

    /** Who asked is gone, or has forgotten all that it asked before; more may follow. */
    void gone();
}
