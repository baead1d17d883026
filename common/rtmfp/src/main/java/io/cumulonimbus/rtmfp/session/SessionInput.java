package io.cumulonimbus.rtmfp.session;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.rtmfp.chunk.Ack;
import io.cumulonimbus.rtmfp.chunk.BufferProbe;
import io.cumulonimbus.rtmfp.chunk.Chunk;
import io.cumulonimbus.rtmfp.chunk.CookieChange;
import io.cumulonimbus.rtmfp.chunk.FIHello;
import io.cumulonimbus.rtmfp.chunk.FlowExceptionReport;
import io.cumulonimbus.rtmfp.chunk.IHello;
import io.cumulonimbus.rtmfp.chunk.IIKeying;
import io.cumulonimbus.rtmfp.chunk.PacketFragment;
import io.cumulonimbus.rtmfp.chunk.Ping;
import io.cumulonimbus.rtmfp.chunk.PingReply;
import io.cumulonimbus.rtmfp.chunk.RHello;
import io.cumulonimbus.rtmfp.chunk.RIKeying;
import io.cumulonimbus.rtmfp.chunk.Redirect;
import io.cumulonimbus.rtmfp.chunk.SessionClose;
import io.cumulonimbus.rtmfp.chunk.SessionCloseAck;
import io.cumulonimbus.rtmfp.chunk.UserData;
import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import io.cumulonimbus.rtmfp.packet.PacketHeader;
import io.cumulonimbus.rtmfp.packet.PacketReader;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/** What a session does with the packets that were verified. */
final class SessionInput {
    private static final long LONG_AGO = Long.MIN_VALUE / 2;

    /** Acknowledgements in one packet beyond this many are passed over: nobody needs them. */
    private static final int MAX_ACKS = 64;

    private final Session session;
    private final Mobility mobility;
    private final Consumer<Chunk> chunks = this::dispatch;
    private final int farMode;
    private InetSocketAddress from;
    private long reverseNotifiedAt = LONG_AGO;
    private int acks;

    SessionInput(Session session) {
        this.session = session;
        this.mobility = new Mobility(session);
        // RFC 7016 §2.2.4
        this.farMode =
                session.established().initiator()
                        ? PacketHeader.MODE_RESPONDER
                        : PacketHeader.MODE_INITIATOR;
    }

    /** Whether a time critical reverse notification came lately. */
    // RFC 7016 §3.5.2.1
    boolean reverseNotified() {
        return session.now() - reverseNotifiedAt <= TimeCriticality.MEMORY_NS;
    }

    void receive(byte[] plain, int length, InetSocketAddress source) {
        session.host().packets().tap().packet(true, source, plain, 0, length);
        PacketReader reader = session.host().reader();
        reader.reset(plain, 0, length);
        PacketHeader header;
        try {
            header = PacketHeader.read(reader);
        } catch (MalformedPacketException bad) {
            session.host().countMalformed();
            return;
        }
        if (header.mode() != farMode) {
            // §2.2.4: a reflection of our own packets, or a startup packet under the session key
            session.host().countMalformed();
            return;
        }
        from = source;
        acks = 0;
        session.verify();
        session.keepalive().heard(session.now());
        note(header);
        session.transmissions().packetBegins();
        int behindHeader = reader.position();
        session.host().decoder().decode(plain, behindHeader, length - behindHeader, chunks);
        if (session.isOpen()) {
            packetEnds();
        }
    }

    private void note(PacketHeader header) {
        long now = session.now();
        long roundTrip = session.roundTrip().received(header, now);
        if (roundTrip >= 0) {
            session.host().roundTrips().count(roundTrip);
        }
        if (header.timeCritical()) {
            session.host().timeCriticality().received(session, now);
        }
        if (header.timeCriticalReverse()) {
            reverseNotifiedAt = now;
        }
    }

    private void packetEnds() {
        long now = session.now();
        if (session.transmissions().acknowledgedNow()) {
            session.output().acknowledged();
        }
        if (!session.receiving().packetEnds()) {
            session.abort(CloseReason.MISBEHAVED);
            return;
        }
        if (!from.equals(session.address())) {
            mobility.question(from, now).ifPresent(question -> elsewhere(new Ping(question)));
        }
    }

    /** One chunk; the compiler sees that none is forgotten. */
    private void dispatch(Chunk chunk) {
        if (!session.isOpen()) {
            dispatchClosing(chunk);
            return;
        }
        switch (chunk) {
            case UserData data -> session.receiving().receive(data);
            case Ack ack -> acknowledge(ack);
            case FlowExceptionReport report -> session.sending().exception(report);
            case BufferProbe probe -> session.receiving().probe(probe.flowId());
            case Ping ping -> reply(ping);
            case PingReply reply -> replied(reply);
            case SessionClose close -> session.closeRequested();
            case SessionCloseAck ack -> session.closeAcknowledged();
            case FIHello hello -> session.host().forwarded(hello, session.now());
            // RFC 7016 §2.3: not in packets of a session
            case IHello c -> {}
            case RHello c -> {}
            case Redirect c -> {}
            case CookieChange c -> {}
            case IIKeying c -> {}
            case RIKeying c -> {}
            case PacketFragment c -> {}
        }
    }

    private void dispatchClosing(Chunk chunk) {
        if (chunk instanceof SessionClose) {
            session.closeRequested();
        } else if (chunk instanceof SessionCloseAck) {
            session.closeAcknowledged();
        }
    }

    private void acknowledge(Ack ack) {
        if (++acks <= MAX_ACKS) {
            session.sending().acknowledge(ack);
        } else {
            session.host().countOverLimit();
        }
    }

    // RFC 7016 §3.5.4: to where it came from, which an address check of the far end relies on
    private void reply(Ping ping) {
        PingReply reply = new PingReply(ping.message());
        if (!from.equals(session.address())) {
            elsewhere(reply);
        } else if (session.control().reply(reply)) {
            session.wantFlush();
        } else {
            session.host().countOverLimit();
        }
    }

    private void replied(PingReply reply) {
        if (from.equals(session.address())) {
            session.pathMtu().replied(reply.messageEcho(), session.now());
        } else if (mobility.isProof(reply.messageEcho(), from, session.now())) {
            session.move(from);
        }
    }

    private void elsewhere(Chunk chunk) {
        if (session.control().sendElsewhere(chunk, from)) {
            session.wantFlush();
        } else {
            session.host().countOverLimit();
        }
    }
}
