package io.cumulonimbus.link;

import io.cumulonimbus.client.Calls;
import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import java.util.List;

/** What of a session outlives its origin, as the origin sees it. */
abstract class KeptClient extends Speaker implements Client {
    /** What is kept for another origin, or was kept for us. */
    abstract Kept kept();

    abstract boolean isEnded();

    @Override
    public void checkpoint(int part, byte[] sealed) {
        if (!isEnded()) {
            kept().tell(part, sealed);
        }
    }

    @Override
    public List<byte[]> restoredFrom() {
        return kept().restored();
    }

    @Override
    public void lastWords(MessageSink flow, Message words) {
        if (!isEnded() && flow instanceof LinkSink sink && words.length() <= LinkCodec.MAX_WORDS) {
            kept().tellLast(sink, words);
        }
    }

    @Override
    public void owes(long call) {
        if (!isEnded()) {
            kept().calls().owes(call);
        }
    }

    @Override
    public boolean answer(MessageSink flow, Message answer, Deadline deadline, long call) {
        return flow instanceof LinkSink sink
                ? sink.answer(answer, deadline, call)
                : flow.write(answer, deadline);
    }

    @Override
    public Calls calls() {
        return kept().calls().known();
    }
}
