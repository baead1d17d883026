package io.cumulonimbus.rtmfp.endpoint;

import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.rtmfp.chunk.Chunk;
import io.cumulonimbus.rtmfp.chunk.CookieChange;
import io.cumulonimbus.rtmfp.chunk.RHello;
import io.cumulonimbus.rtmfp.chunk.RIKeying;
import io.cumulonimbus.rtmfp.chunk.Redirect;
import io.cumulonimbus.rtmfp.crypto.Certificate;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmfp.crypto.InitiatorKeying;
import io.cumulonimbus.rtmfp.crypto.KeyPairs;
import io.cumulonimbus.rtmfp.crypto.SessionKeys;
import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import io.cumulonimbus.rtmfp.session.Established;
import io.cumulonimbus.rtmfp.session.Session;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** The initiator's side of session startup (RFC 7016 §3.5.1.1.1). */
final class Initiator {
    /** Random and hard to guess; MonaServer2 takes no other length. */
    private static final int TAG_LENGTH = 16;

    private final EndpointConfig config;
    private final Identity identity;
    private final Sessions sessions;
    private final StartupOutbox outbox;
    private final Counters counters;
    private final Consumer<KeyingWork> offLoad;
    private final RandomGenerator random;
    private final Map<ByteBuffer, OpeningSession> byTag = new HashMap<>();
    private final Map<Integer, OpeningSession> byId = new HashMap<>();

    Initiator(
            EndpointConfig config,
            Identity identity,
            Sessions sessions,
            StartupOutbox outbox,
            Counters counters,
            Consumer<KeyingWork> offLoad,
            RandomGenerator random) {
        this.config = config;
        this.identity = identity;
        this.sessions = sessions;
        this.outbox = outbox;
        this.counters = counters;
        this.offLoad = offLoad;
        this.random = random;
    }

    int count() {
        return byTag.size();
    }

    int tableEntries() {
        return byTag.size() + byId.size();
    }

    Identity identity() {
        return identity;
    }

    Certificate certificate() {
        return identity.certificate();
    }

    void send(Chunk chunk, int sessionId, InetSocketAddress to) {
        outbox.add(chunk, sessionId, to);
    }

    OpeningSession connect(
            EndpointDiscriminator wanted,
            List<InetSocketAddress> candidates,
            OpeningListener listener,
            long nowNs) {
        byte[] tag = new byte[TAG_LENGTH];
        random.nextBytes(tag);
        OpeningSession opening = new OpeningSession(this, wanted, tag, listener, nowNs);
        candidates.forEach(address -> opening.addCandidate(address, nowNs));
        byTag.put(ByteBuffer.wrap(tag), opening);
        opening.advance(nowNs);
        sessions.deadlines().update(opening);
        return opening;
    }

    /** The attempt that waits for packets under this session id, or null. */
    OpeningSession withId(int id) {
        return byId.get(id);
    }

    // RFC 7016 §3.5.1.1.1
    void receive(Redirect redirect, InetSocketAddress from, long nowNs) {
        OpeningSession opening = byTag.get(ByteBuffer.wrap(redirect.tagEcho()));
        if (opening != null) {
            opening.redirect(redirect, from, nowNs);
            sessions.deadlines().update(opening);
        }
    }

    // RFC 7016 §3.5.1.1.1
    void receive(RHello hello, InetSocketAddress from, long nowNs) {
        OpeningSession opening = byTag.get(ByteBuffer.wrap(hello.tagEcho()));
        if (opening == null && sessions.at(from) == null) {
            config.hello().onStrayAnswer(hello.tagEcho(), from, nowNs);
        }
        if (opening == null || opening.phase() != OpeningSession.Phase.HELLO) {
            return;
        }
        Certificate far;
        try {
            far = Certificate.parse(hello.certificate());
        } catch (MalformedPacketException bad) {
            counters.malformed++;
            return;
        }
        if (!far.selectedBy(opening.wanted())) {
            return;
        }
        if (isDuplicate(far, from)) {
            fail(opening, OpenFailure.ALREADY_OPEN);
            return;
        }
        int id = sessions.reserveId();
        opening.answered(hello, far, from, id);
        byId.put(id, opening);
        offLoad.accept(
                new KeyingTask<>(
                        pairs ->
                                InitiatorKeying.create(
                                        identity, far, config.keying(), pairs, random),
                        KeyPairs.made(random),
                        (keying, thenNs) -> keyed(opening, keying, thenNs)));
    }

    void receive(CookieChange change, OpeningSession opening) {
        opening.changeCookie(change);
        sessions.deadlines().update(opening);
    }

    // RFC 7016 §3.5.1.1.1; a forged answer is refused and the real one waited for
    void receive(RIKeying answer, OpeningSession opening) {
        if (opening.phase() != OpeningSession.Phase.KEYING_SENT
                || answer.responderSessionId() == 0) {
            return;
        }
        opening.phase(OpeningSession.Phase.COMPLETING);
        InitiatorKeying keying = opening.keying();
        offLoad.accept(
                new KeyingTask<>(
                        pairs -> keying.complete(answer.keyingComponent()),
                        KeyPairs.made(random),
                        (keys, nowNs) -> completed(opening, answer, keys, nowNs)));
    }

    /**
     * Settles glare: whether an IIKeying with this certificate from this address may go on. If it
     * may, the attempt of ours that it ran into is over.
     */
    // RFC 7016 §3.5.1.3, RFC 7425 §4.3.6
    boolean yieldsTo(Certificate far, InetSocketAddress from) {
        for (OpeningSession opening : new ArrayList<>(byTag.values())) {
            if (opening.meetsIn(far, from)) {
                if (certificate().prevailsOver(far)) {
                    return false;
                }
                fail(opening, OpenFailure.GLARE);
            }
        }
        return true;
    }

    void fail(OpeningSession opening, OpenFailure reason) {
        if (opening.phase() != OpeningSession.Phase.OVER) {
            forget(opening);
            sessions.releaseId(opening.nearId());
            opening.listener().onFailed(reason);
        }
    }

    void failAll(OpenFailure reason) {
        for (OpeningSession opening : new ArrayList<>(byTag.values())) {
            fail(opening, reason);
        }
    }

    private void keyed(OpeningSession opening, Optional<InitiatorKeying> keying, long nowNs) {
        if (opening.phase() == OpeningSession.Phase.OVER) {
            return;
        }
        if (keying.isEmpty()) {
            fail(opening, OpenFailure.NO_COMMON_KEYING);
            return;
        }
        opening.keyed(keying.get(), nowNs);
        sessions.deadlines().update(opening);
    }

    private void completed(
            OpeningSession opening, RIKeying answer, Optional<SessionKeys> keys, long nowNs) {
        if (opening.phase() == OpeningSession.Phase.OVER) {
            return;
        }
        if (keys.isEmpty()) {
            counters.refusedKeyings++;
            opening.phase(OpeningSession.Phase.KEYING_SENT);
            sessions.deadlines().update(opening);
            return;
        }
        forget(opening);
        open(opening, answer.responderSessionId(), keys.get(), nowNs);
    }

    private void open(OpeningSession opening, int farId, SessionKeys keys, long nowNs) {
        ClientIdentity client =
                new ClientIdentity(
                        Protocol.RTMFP,
                        opening.farCertificate().fingerprint(),
                        opening.farCertificate().isStatic(),
                        opening.wanted().ancillaryData().orElse(""),
                        keys.nearNonce(),
                        keys.farNonce());
        Established established =
                new Established(
                        client,
                        opening.farCertificate(),
                        true,
                        opening.nearId(),
                        farId,
                        keys,
                        opening.destination());
        Session session = sessions.add(established, nowNs);
        try {
            session.handledBy(opening.listener().onOpened(session));
            session.ping();
        } catch (RuntimeException fault) {
            sessions.fault(session);
        }
        for (OpeningSession.Early packet : opening.early()) {
            byte[] datagram = packet.datagram();
            sessions.receive(
                    session.established().nearId(),
                    datagram,
                    datagram.length,
                    packet.from(),
                    nowNs);
        }
    }

    private void forget(OpeningSession opening) {
        opening.phase(OpeningSession.Phase.OVER);
        byTag.remove(ByteBuffer.wrap(opening.tag()));
        byId.remove(opening.nearId(), opening);
        sessions.deadlines().remove(opening);
    }

    /** Whether we have, or are about to have, a session with the owner of this certificate. */
    // RFC 7016 §3.5.1.1.1
    private boolean isDuplicate(Certificate far, InetSocketAddress from) {
        for (OpeningSession other : byId.values()) {
            if (Arrays.equals(other.farCertificate().fingerprint(), far.fingerprint())) {
                return true;
            }
        }
        return sessions.isKnown(far, from);
    }
}
