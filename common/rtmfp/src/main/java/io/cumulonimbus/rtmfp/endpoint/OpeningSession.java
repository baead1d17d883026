package io.cumulonimbus.rtmfp.endpoint;

import io.cumulonimbus.rtmfp.chunk.CookieChange;
import io.cumulonimbus.rtmfp.chunk.IHello;
import io.cumulonimbus.rtmfp.chunk.IIKeying;
import io.cumulonimbus.rtmfp.chunk.RHello;
import io.cumulonimbus.rtmfp.chunk.Redirect;
import io.cumulonimbus.rtmfp.crypto.Certificate;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.crypto.InitiatorKeying;
import io.cumulonimbus.rtmfp.crypto.Signature;
import io.cumulonimbus.rtmfp.packet.Address;
import io.cumulonimbus.rtmfp.session.Deadlined;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;

/** A session that is being opened by us (RFC 7016 §3.5.1.1.1). */
final class OpeningSession extends Deadlined implements Opening {
    private static final long SECOND = 1_000_000_000L;
    private static final long GIVE_UP_NS = 95 * SECOND;
    private static final long FIRST_RETRY_NS = SECOND;

    /** §3.5.1.1.1: not less is added to the interval between attempts. */
    private static final long RETRY_STEP_NS = SECOND * 3 / 2;

    /** §3.5.1.1.1 REDIRECT_THRESHOLD. */
    private static final int MAX_CANDIDATES = 24;

    /** Packets under the session key that overtake the RIKeying; later ones come again. */
    private static final int MAX_EARLY = 18;

    private static final byte[] NOTHING = {};

    /** How far it is. */
    enum Phase {
        /** S_IHELLO_SENT. */
        HELLO,
        /** An RHello was taken; our keying is being made. */
        KEYING,
        /** S_KEYING_SENT. */
        KEYING_SENT,
        /** An RIKeying was taken; the keys are being made. */
        COMPLETING,
        /** Open, or failed. */
        OVER
    }

    /** A datagram that came before we could read it. */
    record Early(byte[] datagram, InetSocketAddress from) {}

    /** Something that is sent again and again, at growing intervals. */
    private static final class Retry {
        private final InetSocketAddress to;
        private long atNs;
        private long intervalNs = FIRST_RETRY_NS;

        private Retry(InetSocketAddress to, long nowNs) {
            this.to = to;
            this.atNs = nowNs;
        }

        private boolean isDue(long nowNs) {
            if (atNs > nowNs) {
                return false;
            }
            atNs = nowNs + intervalNs;
            intervalNs += RETRY_STEP_NS;
            return true;
        }
    }

    private final Initiator initiator;
    private final EndpointDiscriminator wanted;
    private final byte[] tag;
    private final OpeningListener listener;
    private final long giveUpAtNs;
    private final List<Retry> candidates = new ArrayList<>();
    private final Queue<Early> early = new ArrayDeque<>(1);
    private Phase phase = Phase.HELLO;
    private int nearId;
    private Certificate farCertificate;
    private byte[] cookie = NOTHING;
    private boolean cookieChanged;
    private InitiatorKeying keying;
    private Retry keyingRetry;

    OpeningSession(
            Initiator initiator,
            EndpointDiscriminator wanted,
            byte[] tag,
            OpeningListener listener,
            long nowNs) {
        this.initiator = initiator;
        this.wanted = wanted;
        this.tag = tag;
        this.listener = listener;
        this.giveUpAtNs = nowNs + GIVE_UP_NS;
    }

    byte[] tag() {
        return tag;
    }

    int nearId() {
        return nearId;
    }

    Phase phase() {
        return phase;
    }

    EndpointDiscriminator wanted() {
        return wanted;
    }

    Certificate farCertificate() {
        return farCertificate;
    }

    OpeningListener listener() {
        return listener;
    }

    InitiatorKeying keying() {
        return keying;
    }

    InetSocketAddress destination() {
        return keyingRetry.to;
    }

    Queue<Early> early() {
        return early;
    }

    void phase(Phase next) {
        phase = next;
    }

    @Override
    public void cancel() {
        initiator.fail(this, OpenFailure.CANCELLED);
    }

    @Override
    public long deadline() {
        long next = phase == Phase.OVER ? Long.MAX_VALUE : giveUpAtNs;
        if (phase == Phase.HELLO) {
            for (Retry candidate : candidates) {
                next = Math.min(next, candidate.atNs);
            }
        } else if (phase == Phase.KEYING_SENT) {
            next = Math.min(next, keyingRetry.atNs);
        }
        return next;
    }

    @Override
    public void advance(long nowNs) {
        if (phase == Phase.OVER) {
            return;
        }
        if (nowNs >= giveUpAtNs) {
            initiator.fail(this, OpenFailure.TIMED_OUT);
        } else if (phase == Phase.HELLO) {
            for (Retry candidate : candidates) {
                if (candidate.isDue(nowNs)) {
                    initiator.send(new IHello(wanted.bytes(), tag), 0, candidate.to);
                }
            }
        } else if (phase == Phase.KEYING_SENT && keyingRetry.isDue(nowNs)) {
            sendKeying();
        }
    }

    /** One more address to ask, unless it is asked already or there are enough. */
    // RFC 7016 §3.5.1.1.1
    void addCandidate(InetSocketAddress address, long nowNs) {
        boolean known = candidates.stream().anyMatch(candidate -> candidate.to.equals(address));
        if (candidates.size() < MAX_CANDIDATES && !known && isUsable(address)) {
            candidates.add(new Retry(address, nowNs));
        }
    }

    // RFC 7016 §3.5.1.1.1, §2.3.5
    void redirect(Redirect redirect, InetSocketAddress from, long nowNs) {
        if (phase != Phase.HELLO) {
            return;
        }
        if (redirect.addresses().isEmpty()) {
            addCandidate(from, nowNs);
        }
        for (Address address : redirect.addresses()) {
            addCandidate(address.socket(), nowNs);
        }
        advance(nowNs);
    }

    /** Whether this attempt is to the owner of the certificate, who is at this address. */
    // RFC 7016 §3.5.1.3
    boolean meetsIn(Certificate far, InetSocketAddress from) {
        if (phase == Phase.HELLO) {
            return far.selectedBy(wanted)
                    && candidates.stream().anyMatch(candidate -> candidate.to.equals(from));
        }
        return phase != Phase.OVER && keyingRetry.to.equals(from) && far.overrides(farCertificate);
    }

    /** The wanted one answered: from here on only it is talked to. */
    void answered(RHello hello, Certificate far, InetSocketAddress from, int id) {
        phase = Phase.KEYING;
        farCertificate = far;
        cookie = hello.cookie();
        nearId = id;
        keyingRetry = new Retry(from, 0);
    }

    void keyed(InitiatorKeying made, long nowNs) {
        phase = Phase.KEYING_SENT;
        keying = made;
        keyingRetry.atNs = nowNs;
        advance(nowNs);
    }

    // RFC 7016 §3.5.1.2: once, and only for the cookie that was sent
    void changeCookie(CookieChange change) {
        if (phase == Phase.KEYING_SENT
                && !cookieChanged
                && Arrays.equals(change.oldCookie(), cookie)) {
            cookieChanged = true;
            cookie = change.newCookie();
            sendKeying();
        }
    }

    /** Keeps a packet that cannot be read yet; false when there are too many. */
    boolean keepEarly(byte[] datagram, int length, InetSocketAddress from) {
        return early.size() < MAX_EARLY
                && early.add(new Early(Arrays.copyOf(datagram, length), from));
    }

    private void sendKeying() {
        IIKeying chunk =
                new IIKeying(
                        nearId,
                        cookie,
                        initiator.certificate().bytes(),
                        keying.component(),
                        Signature.empty(),
                        NOTHING);
        initiator.send(chunk, 0, keyingRetry.to);
    }

    /** Whether anything may be sent there because a far end said so. */
    static boolean isUsable(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        return host != null
                && address.getPort() != 0
                && !host.isMulticastAddress()
                && !host.isAnyLocalAddress();
    }
}
