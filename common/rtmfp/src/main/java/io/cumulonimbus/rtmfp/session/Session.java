package io.cumulonimbus.rtmfp.session;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientFigures;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.PeerHello;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmfp.crypto.SessionKey;
import io.cumulonimbus.rtmfp.flow.CongestionWindow;
import io.cumulonimbus.rtmfp.flow.Transmissions;
import io.cumulonimbus.rtmfp.packet.Multiplex;
import java.net.InetSocketAddress;

/**
 * An RTMFP session that is open, or on its way to being closed (RFC 7016 §3.5). It is the {@link
 * Client} that applications see.
 *
 * <p>Owned by the endpoint's loop. Its parts do the work: {@link SessionInput} what comes in,
 * {@link SessionOutput} what goes out, flows and timers in classes of their own; this class holds
 * them together and decides over its end.
 */
public final class Session extends Deadlined implements Client {
    private final SessionHost host;
    private final Established established;
    private final SessionKey key;
    private final SessionTimers timers = new SessionTimers();
    private final RoundTrip roundTrip = new RoundTrip();
    private final Transmissions transmissions;
    private final SendingFlows sending;
    private final ReceivingFlows receiving = new ReceivingFlows(this);
    private final ControlChunks control = new ControlChunks();
    private final Keepalive keepalive;
    private final SessionInput input;
    private final SessionOutput output;
    private final PathMtu pathMtu;
    private SessionState state = SessionState.OPEN;
    private CloseReason closeReason = CloseReason.NEAR_CLOSED;
    private ClientHandler handler;
    private InetSocketAddress address;
    private long now; // of the input that is being processed, or of the last one
    private boolean verified;
    private boolean draining;
    private boolean flushWanted;
    private boolean ended;

    /** A session whose handshake is done. */
    public Session(SessionHost host, Established established, long nowNs) {
        this.host = host;
        this.established = established;
        this.key = SessionKey.of(established.keys());
        this.address = established.address();
        this.now = nowNs;
        this.pathMtu = new PathMtu(this, host.config());
        this.transmissions = new Transmissions(new CongestionWindow(pathMtu.room()));
        this.sending = new SendingFlows(this, transmissions);
        this.keepalive = new Keepalive(this, nowNs);
        this.input = new SessionInput(this);
        this.output = new SessionOutput(this);
        timers.set(SessionTimer.PROOF, nowNs + SessionTimes.proof(host.config()));
    }

    /** Takes a datagram that carries our session id. */
    public void receive(byte[] datagram, int length, InetSocketAddress from, long nowNs) {
        byte[] plain = host.plain();
        int header = Multiplex.HEADER;
        int opened = key.open(datagram, header, length - header, plain);
        if (opened == SessionKey.REJECTED) {
            host.countRejected();
            return;
        }
        now = nowNs;
        input.receive(plain, opened, from);
        sending.tellDrained();
        finishDraining();
    }

    @Override
    public long deadline() {
        return timers.earliest();
    }

    @Override
    public void advance(long nowNs) {
        now = nowNs;
        SessionAlarms.fireAll(nowNs, this);
        sending.tellDrained();
        finishDraining();
    }

    /** Sends what there is to send. */
    public void flush(long nowNs) {
        now = nowNs;
        flushWanted = false;
        if (isOpen()) {
            sending.startClocks(nowNs);
            keepalive.flush(nowNs);
            if (draining && !timers.isSet(SessionTimer.DRAIN)) {
                timers.set(SessionTimer.DRAIN, nowNs + config().drainNs());
            }
            finishDraining();
        }
        output.flush();
        sending.tellDrained();
        if (state == SessionState.CLOSED && !ended) {
            ended = true;
            host.ended(this);
        }
    }

    @Override
    public ClientIdentity identity() {
        return established.identity();
    }

    @Override
    public InetSocketAddress address() {
        return address;
    }

    @Override
    public long roundTripNs() {
        return roundTrip.smoothed();
    }

    @Override
    public ClientFigures figures() {
        return sending.figures();
    }

    @Override
    public MessageSink openFlow(FlowSpec spec, SinkListener listener) {
        return isOpen() && !draining ? sending.open(spec, listener) : ClosedSink.INSTANCE;
    }

    // RFC 7016 §3.5.1.5
    @Override
    public boolean introduce(PeerHello hello) {
        return isOpen() && !draining && Introduction.send(this, hello);
    }

    @Override
    public void close(CloseReason reason) {
        if (!isOpen() || draining) {
            return;
        }
        switch (reason) {
            case FAR_CLOSED, NEAR_CLOSED, LINK_LOST -> {
                closeReason = reason;
                draining = true;
                sending.closeAll();
                receiving.mute();
                wantFlush();
            }
            case STOPPING, MISBEHAVED, FAULT, TIMED_OUT, OVERRIDDEN -> abort(reason);
        }
    }

    /** Closes at once; the far end is told, and not waited for. */
    // RFC 7016 §3.5.5, abrupt close
    public void abort(CloseReason reason) {
        if (state != SessionState.CLOSED) {
            control.closeAck();
            quit(orOwn(reason));
        }
    }

    /** The same certificate opened a newer session from the same address. */
    // RFC 7016 §3.5.1.1.2
    public void override() {
        quit(CloseReason.OVERRIDDEN);
    }

    /** A fault of ours concerned this session: it is closed, whatever state it is in. */
    public void fault() {
        try {
            if (isOpen()) {
                leave(SessionState.CLOSED, CloseReason.FAULT);
            }
        } finally {
            control.closeAck();
            end();
        }
    }

    /** Asked when the far end may have been replaced; the clock starts at the next flush. */
    @Override
    public void challenge() {
        keepalive.challenge();
        wantFlush();
    }

    /** Who hears of the client from here on; for the initiator, who knows from the beginning. */
    public void handledBy(ClientHandler newHandler) {
        timers.clear(SessionTimer.PROOF);
        verified = true;
        handler = newHandler;
        if (!isOpen()) {
            newHandler.onClosed(closeReason);
        }
    }

    /** Whether it is in S_OPEN. */
    public boolean isOpen() {
        return state == SessionState.OPEN;
    }

    /** Whether the far end is known to have the keys. */
    public boolean isVerified() {
        return verified;
    }

    public Established established() {
        return established;
    }

    /** How it fares. */
    public SessionStatistics statistics() {
        return SessionStatistics.of(this);
    }

    SessionHost host() {
        return host;
    }

    SessionConfig config() {
        return host.config();
    }

    SessionKey key() {
        return key;
    }

    SessionTimers timers() {
        return timers;
    }

    RoundTrip roundTrip() {
        return roundTrip;
    }

    Transmissions transmissions() {
        return transmissions;
    }

    SendingFlows sending() {
        return sending;
    }

    ReceivingFlows receiving() {
        return receiving;
    }

    ControlChunks control() {
        return control;
    }

    Keepalive keepalive() {
        return keepalive;
    }

    SessionInput input() {
        return input;
    }

    SessionOutput output() {
        return output;
    }

    ClientHandler handler() {
        return handler;
    }

    long now() {
        return now;
    }

    PathMtu pathMtu() {
        return pathMtu;
    }

    void wantFlush() {
        if (!flushWanted) {
            flushWanted = true;
            host.outputPending(this);
        }
    }

    /** Asks the far end for a sign of life, which also shows it that we have the keys. */
    public void ping() {
        if (isOpen()) {
            control.ping();
            wantFlush();
        }
    }

    /** A packet was verified for the first time: the application may know of it now. */
    void verify() {
        if (!verified) {
            handledBy(host.accept(this));
        }
    }

    /** The far end proved to be at this address. */
    // RFC 7016 §3.5.4.2
    void move(InetSocketAddress to) {
        InetSocketAddress before = address;
        address = to;
        // What is known of the old path says nothing of the new one.
        transmissions.pathChanged();
        roundTrip.pathChanged();
        pathMtu.pathChanged();
        host.moved(this, before);
        handler.onAddressChanged(to);
    }

    /** Nobody proved to have the keys. */
    void unproven() {
        quit(CloseReason.TIMED_OUT);
    }

    /** Repeats the request to close. */
    void requestClose() {
        control.close();
        timers.set(SessionTimer.CLOSE_RETRY, now + SessionTimes.closeRetry(config()));
        wantFlush();
    }

    // RFC 7016 §3.5.5
    void closeRequested() {
        if (state == SessionState.CLOSED) {
            return;
        }
        control.closeAck();
        wantFlush();
        if (isOpen()) {
            leave(SessionState.FAR_CLOSE_LINGER, orOwn(CloseReason.FAR_CLOSED));
            timers.set(SessionTimer.CLOSE_END, now + SessionTimes.farCloseLinger(config()));
        }
    }

    // RFC 7016 §3.5.5
    void closeAcknowledged() {
        quit(orOwn(CloseReason.FAR_CLOSED));
    }

    private void quit(CloseReason reason) {
        if (isOpen()) {
            leave(SessionState.CLOSED, reason);
        }
        end();
    }

    private void finishDraining() {
        if (draining && isOpen() && sending.isIdle()) {
            nearClose();
        }
    }

    // RFC 7016 §3.5.5, orderly close
    void nearClose() {
        leave(SessionState.NEAR_CLOSE, closeReason);
        timers.set(SessionTimer.CLOSE_END, now + SessionTimes.nearClose(config()));
        requestClose();
    }

    /** Leaves S_OPEN: all flows end, then the application hears of it, once. */
    // RFC 7016 §3.5.5
    private void leave(SessionState next, CloseReason reason) {
        state = next;
        closeReason = reason;
        timers.clearAll();
        control.onlyFarewells();
        receiving.abort();
        sending.abort();
        host.left(this);
        if (handler != null) {
            handler.onClosed(reason);
        }
    }

    /** While we are closing, the reason is ours. */
    private CloseReason orOwn(CloseReason reason) {
        return draining ? closeReason : reason;
    }

    void end() {
        state = SessionState.CLOSED;
        timers.clearAll();
        wantFlush();
    }

    @Override
    public String toString() {
        return established.identity() + " at " + address;
    }
}
