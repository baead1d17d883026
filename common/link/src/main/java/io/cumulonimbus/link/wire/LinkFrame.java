package io.cumulonimbus.link.wire;

import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.link.EdgeLoad;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.PeerAddress;
import io.cumulonimbus.link.route.RouteAnswer;
import io.cumulonimbus.link.route.RouteQuestion;
import io.cumulonimbus.stream.DropPolicy;
import io.cumulonimbus.stream.Had;
import java.net.InetSocketAddress;
import java.util.List;

/** One frame of the link, as in {@code docs/link-protocol.md}. */
public sealed interface LinkFrame {
    /** A frame that concerns the present connection alone; the others are numbered. */
    sealed interface OfConnection extends LinkFrame {}

    /** A frame about going on over another connection, or at another origin. */
    sealed interface OfAttaching extends OfConnection {}

    /** A frame about where clients belong; who asked asks again on the next connection. */
    sealed interface OfRoute extends OfConnection {}

    /** The edge asks where a client belongs; it numbers its questions. */
    record Route(long number, RouteQuestion question) implements OfRoute {}

    /** The origin answers. */
    record Routed(long number, RouteAnswer answer) implements OfRoute {}

    /** A frame about what one origin asks another; nothing of it outlives the connection. */
    sealed interface OfQuestion extends OfConnection {}

    /** The origin that dialled asks; it numbers its questions. */
    record Ask(long number, byte[] question) implements OfQuestion {}

    /**
     * The next part of the answer.
     *
     * @param end whether it is the last part, which may be empty
     */
    record Told(long number, boolean end, Message part, int from, int length)
            implements OfQuestion {}

    /** A frame of one session. */
    sealed interface OfSession extends LinkFrame {
        long session();
    }

    /**
     * The first frame each way: who speaks, which version, and a nonce never used before.
     *
     * @param instance the process of that node, another one after a restart
     */
    record Hello(int version, LinkRole role, String nodeId, long instance, byte[] nonce)
            implements OfConnection {}

    /** The second frame each way: a MAC by the shared secret over both hellos. */
    record Proof(byte[] mac) implements OfConnection {}

    /**
     * Right behind the edge's proof: takes up the sessions of a link that was lost, or begins anew.
     *
     * @param token names the link, over all its connections; random
     * @param graceMs how long both ends keep sessions when the connection is lost, in milliseconds
     * @param known whether the edge holds sessions of this link
     * @param received how many frames of the origin it has taken
     */
    record Attach(byte[] token, long graceMs, boolean known, long received)
            implements OfAttaching {}

    /**
     * Answers an {@link Attach}: frames of sessions may follow.
     *
     * @param resumed whether the origin still holds the sessions of that link
     * @param received how many frames of the edge it has taken; 0 when it does not
     * @param staying whether the origin is not going to stop
     */
    record Attached(boolean resumed, long received, boolean staying) implements OfAttaching {}

    /** So many frames were taken in all. */
    record Ack(long received) implements OfAttaching {}

    /** The origin is going to stop: who can go elsewhere, leave. */
    record Drain() implements OfAttaching {}

    /** The edge takes its sessions elsewhere: nothing more of them follows. */
    record Leave() implements OfAttaching {}

    /** Asks for a {@link Pong} with the same token. */
    record Ping(long token) implements OfConnection {}

    /** Answers a {@link Ping}. */
    record Pong(long token) implements OfConnection {}

    /** The sender is stopping; nothing follows. */
    record Goodbye() implements OfConnection {}

    /** How an edge is, for whoever sends clients to it. */
    record Load(EdgeLoad load) implements OfConnection {}

    /**
     * A client arrived at the edge.
     *
     * @param staying whether the edge cannot take it to another origin than this one
     * @param resumed whether an origin that is lost has served it
     */
    record SessionOpen(
            long session,
            ClientIdentity identity,
            boolean staying,
            boolean resumed,
            InetSocketAddress address,
            long roundTripNs)
            implements OfSession {}

    /** What an origin wrote down of the session that is opened next. */
    record Restore(long session, int part, byte[] checkpoint) implements LinkFrame {
        /** The part that is calls, which the edge itself keeps count of. */
        public static final int CALLS = 2;
    }

    /**
     * To be kept by the edge, in place of what it kept as that part, in case the origin is lost.
     */
    record Checkpoint(long session, int part, byte[] checkpoint) implements OfSession {}

    /** A call was taken, and has no answer yet: the edge keeps that until it has one. */
    record Owe(long session, long call) implements OfSession {}

    /** What the edge is to say on a flow of the origin's when the origin is lost for good. */
    record LastWords(long session, long flow, byte[] message) implements OfSession {}

    /**
     * The session belongs to another origin, where the edge takes it with what it keeps of it.
     * Nothing of it follows.
     */
    record Elsewhere(long session) implements OfSession {}

    /** The session is over; its flows with it. Nothing of it follows. */
    record SessionClose(long session, CloseReason reason) implements OfSession {}

    /** The client moved. */
    record AddressChange(long session, InetSocketAddress address) implements OfSession {}

    /** The client's smoothed round-trip time changed. */
    record RoundTrip(long session, long ns) implements OfSession {}

    /** The origin wants to know whether the client lives; a dead one is closed within seconds. */
    record Challenge(long session) implements OfSession {}

    /** The sender opens a flow; {@code answers} is a flow of the receiver's, or 0. */
    record FlowOpen(long session, long flow, long answers, Priority priority, byte[] metadata)
            implements OfSession {}

    /** Something in a flow of the sender's. */
    sealed interface InFlow extends OfSession {
        long flow();
    }

    /**
     * The first part of a message.
     *
     * @param total the length of the whole message
     * @param startWithinNs what is left of the deadline, {@link Long#MAX_VALUE} for none
     * @param finishWithinNs likewise
     * @param dependent whether it needs the message before it
     * @param again whether an origin that is lost now may have had it already
     * @param replayed whether such an origin has taken it: media, for the sake of viewers
     * @param lost what the flow lost before this message
     * @param number counts audio or video where it came in; 0 for everything else
     * @param group of pictures that it belongs to, likewise; 0 where number is
     * @param opens whether that begins with it
     * @param answers the call that it answers; 0 for none that is kept count of
     * @param part holds the part's bytes; while decoding, a view of the input
     */
    record MessageBegin(
            long session,
            long flow,
            int total,
            long startWithinNs,
            long finishWithinNs,
            boolean dependent,
            boolean again,
            boolean replayed,
            long lost,
            long number,
            long group,
            boolean opens,
            long answers,
            Message part,
            int from,
            int length)
            implements InFlow {}

    /** The next part of the message that the flow is in. */
    record MessageMore(long session, long flow, Message part, int from, int length)
            implements InFlow {}

    /** The sender ends its flow. */
    record FlowClose(long session, long flow) implements InFlow {}

    /** The receiver refuses the sender's flow. */
    record FlowReject(long session, long flow, long code) implements OfSession {}

    /**
     * What happened since the last report.
     *
     * @param messages taken by the receiver
     * @param bytes that left it
     * @param abandoned messages of those taken that never reached the client
     */
    record Drained(long session, long flow, long messages, long bytes, long abandoned)
            implements OfSession {}

    // ---- clients who meet others ----

    /** A frame about meeting others. */
    sealed interface OfPeer extends OfSession {}

    /** The client asks for another; the edge numbers what it asks for a session. */
    record Wish(long session, long number, byte[] wanted, byte[] tag) implements OfPeer {}

    /** Where it may look; nothing is said of those who are not to be found. */
    record Found(long session, long number, List<PeerAddress> addresses) implements OfPeer {}

    /** Another asks for the client. */
    record Introduce(long session, byte[] tag, InetSocketAddress address, boolean observed)
            implements OfPeer {}

    // ---- streams, which cross once for all viewers of an edge ----

    /** A frame of one stream that the edge pulls; the edge numbers them. */
    sealed interface OfStream extends LinkFrame {
        long stream();
    }

    /** The edge wants a stream, published now or later, and had some of it. */
    record Pull(long stream, String name, Had had) implements OfStream {}

    /** It wants no more of it. */
    record Release(long stream) implements OfStream {}

    /** The first part of a frame of media. */
    record MediaBegin(long stream, MediaHead head, Message part, int from, int length)
            implements OfStream {}

    /** The next part of the frame that the stream is in. */
    record MediaMore(long stream, Message part, int from, int length) implements OfStream {}

    /** A publication is on the air: it begins now, or had begun before the stream was asked for. */
    record StreamBegun(long stream, long publication, boolean before) implements OfStream {}

    /** The publication is over; another one may follow. */
    record StreamOver(long stream, long publication) implements OfStream {}

    /** A frame about a viewer that is the edge's to serve. */
    sealed interface OfViewer extends OfSession {
        long viewer();
    }

    /**
     * The client gets a stream by these flows of the origin's.
     *
     * @param viewer counts the session's viewers, from 1
     */
    record Subscribe(
            long session,
            long viewer,
            String stream,
            long data,
            long audio,
            long video,
            boolean amf3,
            DropPolicy policy,
            Wishes wishes)
            implements OfViewer {}

    /** The viewer takes something else from now on. */
    record Control(long session, long viewer, Wishes wishes) implements OfViewer {}

    /** The client gets no more of the stream. */
    record Unsubscribe(long session, long viewer) implements OfViewer {}

    /** What follows in the viewer's data flow comes behind the end of a publication. */
    record Behind(long session, long viewer, long publication) implements OfViewer {}

    /** What a viewer takes. */
    record Wishes(boolean audio, boolean video, boolean paused) {}

    /** How viewers fared since the last report; only those with something to tell. */
    record Quality(List<Figures> viewers) implements LinkFrame {}

    /** How one of them did. */
    record Figures(long session, long viewer, Counted audio, Counted video) {}
}
