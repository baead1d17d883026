package io.cumulonimbus.rtmfp.endpoint;

import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.rtmfp.chunk.CookieChange;
import io.cumulonimbus.rtmfp.chunk.FIHello;
import io.cumulonimbus.rtmfp.chunk.IHello;
import io.cumulonimbus.rtmfp.chunk.IIKeying;
import io.cumulonimbus.rtmfp.chunk.RHello;
import io.cumulonimbus.rtmfp.chunk.RIKeying;
import io.cumulonimbus.rtmfp.chunk.Redirect;
import io.cumulonimbus.rtmfp.crypto.Certificate;
import io.cumulonimbus.rtmfp.crypto.CookieVerdict;
import io.cumulonimbus.rtmfp.crypto.Cookies;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmfp.crypto.KeyPairs;
import io.cumulonimbus.rtmfp.crypto.KeyingException;
import io.cumulonimbus.rtmfp.crypto.ResponderKeying;
import io.cumulonimbus.rtmfp.crypto.Signature;
import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import io.cumulonimbus.rtmfp.session.Established;
import io.cumulonimbus.rtmfp.session.Session;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The responder's side of session startup (RFC 7016 §3.5.1.1.2): no state before the cookie came
 * back, and no Diffie-Hellman before everything cheap was checked.
 */
final class Responder {
    private static final byte[] NOTHING = {};

    /**
     * RFC 7016 §3.5.1.1.1: tags should have so many bytes at least; those of real clients have 16.
     */
    private static final int MIN_TAG = 8;

    /** One attempt of an initiator, by which its repetitions are known. */
    private record Attempt(InetSocketAddress from, int sessionId) {}

    /**
     * How a session of ours as responder came about.
     *
     * @param component the initiator's, by which a repetition is told from a new attempt
     * @param answer ours; forgotten when the initiator has shown that it has it
     */
    private record Answered(byte[] component, Optional<RIKeying> answer) {}

    private final EndpointConfig config;
    private final Initiator initiator;
    private final Identity identity;
    private final Cookies cookies;
    private final Sessions sessions;
    private final StartupOutbox outbox;
    private final Counters counters;
    private final Consumer<KeyingWork> offLoad;
    private final RandomGenerator random;
    private final HelloHints hints;
    private final HelloRate helloRate;
    private final AddressClaims claims;
    private final Census census;
    private final Set<Attempt> keyings = new HashSet<>();
    private final Map<Session, Answered> answered = new HashMap<>();

    Responder(
            EndpointConfig config,
            Initiator initiator,
            Sessions sessions,
            StartupOutbox outbox,
            Counters counters,
            Consumer<KeyingWork> offLoad,
            RandomGenerator random,
            Shard shard) {
        this.config = config;
        this.initiator = initiator;
        this.identity = initiator.identity();
        this.sessions = sessions;
        this.outbox = outbox;
        this.counters = counters;
        this.offLoad = offLoad;
        this.random = random;
        this.cookies = shard.cookies(random);
        this.claims = shard.claims();
        this.census = shard.census();
        this.hints = new HelloHints(random);
        this.helloRate = new HelloRate(random);
        sessions.onProven(this::proven);
        if (config.answerForwardedHello()) {
            sessions.onForwarded(this::receive);
        }
    }

    int tableEntries() {
        return keyings.size() + answered.size();
    }

    int keyingsInProgress() {
        return keyings.size();
    }

    // RFC 7016 §3.5.1.1.2, §3.5.1.4
    void receive(IHello hello, InetSocketAddress from, long nowNs) {
        counters.hellos++;
        // A short hello would be answered with many times its bytes, wherever it really came from.
        if (hello.tag().length < MIN_TAG) {
            counters.malformed++;
            return;
        }
        EndpointDiscriminator wanted;
        try {
            wanted = EndpointDiscriminator.parse(hello.endpointDiscriminator());
        } catch (MalformedPacketException bad) {
            counters.malformed++;
            return;
        }
        boolean selected = identity.certificate().selectedBy(wanted);
        ReceivedHello received =
                new ReceivedHello(
                        wanted,
                        selected,
                        hello.tag(),
                        from,
                        sessions.clientAt(from),
                        addresses -> outbox.add(new Redirect(hello.tag(), addresses), 0, from),
                        () -> respond(hello, wanted, from, nowNs));
        switch (config.hello().answer(received, nowNs)) {
            case HelloPolicy.Ignore ignore -> {}
            case HelloPolicy.RedirectTo redirect -> received.redirect(redirect.addresses());
            case HelloPolicy.Respond respond -> {
                if (selected) {
                    received.respond();
                }
            }
        }
    }

    private void respond(
            IHello hello, EndpointDiscriminator wanted, InetSocketAddress from, long nowNs) {
        if (isAnswered(from, nowNs)) {
            wanted.ancillaryData().ifPresent(uri -> hints.put(from, uri));
            answer(hello.tag(), from, nowNs);
        }
    }

    /** A hello that came round by an introducer, within a session: answered to where it began. */
    // RFC 7016 §3.5.1.1.2
    private void receive(FIHello hello, long nowNs) {
        InetSocketAddress to = hello.replyAddress().socket();
        try {
            EndpointDiscriminator wanted =
                    EndpointDiscriminator.parse(hello.endpointDiscriminator());
            if (identity.certificate().selectedBy(wanted) && OpeningSession.isUsable(to)) {
                answer(hello.tag(), to, nowNs);
            }
        } catch (MalformedPacketException bad) {
            counters.malformed++;
        }
    }

    private boolean isAnswered(InetSocketAddress from, long nowNs) {
        boolean answered = helloRate.allows(from.getAddress(), nowNs);
        counters.unansweredHellos += answered ? 0 : 1;
        return answered;
    }

    private void answer(byte[] tag, InetSocketAddress to, long nowNs) {
        byte[] certificate = identity.certificate().bytes();
        outbox.add(new RHello(tag, cookies.make(to, nowNs), certificate), 0, to);
    }

    // RFC 7016 §3.5.1.1.2, cheapest checks first
    void receive(IIKeying keying, InetSocketAddress from, long nowNs) {
        CookieVerdict verdict = cookies.check(keying.cookieEcho(), from, nowNs);
        if (verdict == CookieVerdict.INVALID) {
            counters.badCookies++;
            return;
        }
        if (verdict == CookieVerdict.OTHER_ADDRESS) {
            // §3.5.1.2
            CookieChange change = new CookieChange(keying.cookieEcho(), cookies.make(from, nowNs));
            outbox.add(change, keying.initiatorSessionId(), from);
            return;
        }
        Session present = sessions.at(from);
        if (keyings.contains(new Attempt(from, keying.initiatorSessionId()))
                || present != null && isRepetition(keying, present)) {
            return;
        }
        if (keying.initiatorSessionId() == 0) {
            counters.refusedKeyings++;
            return;
        }
        try {
            Certificate far = Certificate.parse(keying.certificate());
            ResponderKeying.check(identity, far, keying.keyingComponent(), config.keying());
            if (initiator.yieldsTo(far, from)
                    && (present == null || overrides(far, present, nowNs))) {
                agree(keying, far, from);
            }
        } catch (MalformedPacketException | KeyingException refused) {
            counters.refusedKeyings++;
        }
    }

    /** Whether it is a repetition of what made the session; answers it as before if need be. */
    private boolean isRepetition(IIKeying keying, Session present) {
        Answered before = answered.get(present);
        boolean same =
                before != null
                        && present.established().farId() == keying.initiatorSessionId()
                        && Arrays.equals(before.component(), keying.keyingComponent())
                        && Arrays.equals(
                                present.established().farCertificate().bytes(),
                                keying.certificate());
        if (same) {
            before.answer()
                    .ifPresent(
                            answer ->
                                    outbox.add(
                                            answer,
                                            keying.initiatorSessionId(),
                                            present.address()));
        }
        return same;
    }

    /** Whether a newcomer replaces the session at its address; if not, that one has to show up. */
    private boolean overrides(Certificate far, Session present, long nowNs) {
        // A late keying of a glare that we won must not end what came of it.
        boolean afterGlare =
                present.established().initiator() && identity.certificate().prevailsOver(far);
        if (far.overrides(present.established().farCertificate()) && !afterGlare) {
            return true;
        }
        // A NAT may have given a dead client's port to a new one.
        present.challenge();
        return false;
    }

    private void agree(IIKeying keying, Certificate far, InetSocketAddress from) {
        boolean full =
                keyings.size() >= config.maxKeyings()
                        || census.sessions() >= config.maxSessions()
                        || sessions.halfOpen().of(from.getAddress())
                                >= config.maxHalfOpenPerAddress()
                        || !census.admits(from.getAddress());
        if (full) {
            counters.overLimit++;
            return;
        }
        if (!claims.claim(from)) {
            return; // another shard was first; the repetition of this goes there
        }
        keyings.add(new Attempt(from, keying.initiatorSessionId()));
        sessions.halfOpen().add(from.getAddress());
        offLoad.accept(
                new KeyingTask<>(
                        pairs ->
                                ResponderKeying.respond(
                                        identity,
                                        far,
                                        keying.keyingComponent(),
                                        config.keying(),
                                        pairs,
                                        random),
                        KeyPairs.made(random),
                        (answer, nowNs) -> agreed(keying, far, from, answer, nowNs)));
    }

    private void agreed(
            IIKeying keying,
            Certificate far,
            InetSocketAddress from,
            Optional<ResponderKeying.Answer> answer,
            long nowNs) {
        keyings.remove(new Attempt(from, keying.initiatorSessionId()));
        sessions.halfOpen().remove(from.getAddress());
        if (answer.isEmpty()) {
            counters.refusedKeyings++;
            releaseUnused(from);
            return;
        }
        if (!initiator.yieldsTo(far, from)) {
            releaseUnused(from);
            return;
        }
        Session present = sessions.at(from);
        if (present != null) {
            // Another attempt may have come in between.
            if (isRepetition(keying, present) || !overrides(far, present, nowNs)) {
                return;
            }
            override(present);
        }
        open(keying, far, from, answer.get(), nowNs);
    }

    private void releaseUnused(InetSocketAddress from) {
        if (sessions.at(from) == null) {
            claims.release(from);
        }
    }

    private void override(Session present) {
        try {
            present.override();
        } catch (RuntimeException fault) {
            sessions.fault(present);
        }
    }

    private void open(
            IIKeying keying,
            Certificate far,
            InetSocketAddress from,
            ResponderKeying.Answer answer,
            long nowNs) {
        ClientIdentity client =
                new ClientIdentity(
                        Protocol.RTMFP,
                        far.fingerprint(),
                        far.isStatic(),
                        hints.take(from),
                        answer.keys().nearNonce(),
                        answer.keys().farNonce());
        int nearId = sessions.reserveId();
        Established established =
                new Established(
                        client,
                        far,
                        false,
                        nearId,
                        keying.initiatorSessionId(),
                        answer.keys(),
                        from);
        RIKeying riKeying = new RIKeying(nearId, answer.component(), Signature.empty(), NOTHING);
        Session session = sessions.add(established, nowNs);
        answered.put(session, new Answered(keying.keyingComponent(), Optional.of(riKeying)));
        outbox.add(riKeying, keying.initiatorSessionId(), from);
    }

    /** The initiator has our answer, or is gone: it need not be repeated any more. */
    private void proven(Session session) {
        if (session.isOpen()) {
            answered.computeIfPresent(
                    session, (s, before) -> new Answered(before.component(), Optional.empty()));
        } else {
            answered.remove(session);
        }
    }
}
