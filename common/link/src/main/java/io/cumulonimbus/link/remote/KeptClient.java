package io.cumulonimbus.link.remote;

import io.cumulonimbus.client.Calls;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.link.LinkLimits;
import io.cumulonimbus.link.wire.LinkCodec;
import java.net.InetSocketAddress;
import java.util.List;

/** What of a session outlives its origin, as the origin sees it. */
abstract class KeptClient extends KnownClient {
    private boolean staying;
    private boolean resuming;
    private boolean elsewhere;

    KeptClient(ClientIdentity identity, InetSocketAddress address, long roundTripNs) {
        super(identity, address, roundTripNs);
    }

    /** What is kept for another origin, or was kept for us. */
    abstract Kept kept();

    abstract boolean isEnded();

    abstract boolean isClosing();

    abstract ClientCarrier link();

    LinkLimits limits() {
        return link().limits();
    }

    /** Whether the far end is to take it to another origin, and has not been told yet. */
    boolean isElsewhere() {
        return elsewhere;
    }

    /** Whether that is to be said now: behind all else, as a turn for it before would not end. */
    boolean goesElsewhere() {
        return isElsewhere() && !hasExpress();
    }

    boolean isStaying() {
        return staying;
    }

    void stays(boolean here) {
        staying = here;
    }

    void resumes(boolean newResuming) {
        resuming = newResuming;
    }

    @Override
    public boolean isResumed() {
        return resuming;
    }

    @Override
    public boolean isKept() {
        return !isAtEdge() && link().keeps();
    }

    @Override
    public long awayNs(long nowNs) {
        return link().awayNs(nowNs);
    }

    @Override
    public boolean isTakenElsewhere() {
        return !staying && isKept();
    }

    @Override
    public boolean moveElsewhere() {
        if (!elsewhere && isKept() && !isEnded() && !isClosing()) {
            elsewhere = true;
            link().promises(1); // nothing of it is acknowledged that is not served any more
            link().output().offer(this);
        }
        return elsewhere;
    }

    /** It was told, or is over. */
    void forgetElsewhere() {
        if (elsewhere) {
            link().promises(-1);
        }
    }

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
