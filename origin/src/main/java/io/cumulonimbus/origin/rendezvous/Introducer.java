package io.cumulonimbus.origin.rendezvous;

import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.config.PeersConfig.Introductions;
import io.cumulonimbus.origin.rendezvous.SightingsProxy.Party;
import io.cumulonimbus.rtmfp.endpoint.HelloPolicy;
import io.cumulonimbus.rtmfp.endpoint.ReceivedHello;
import io.cumulonimbus.rtmfp.packet.Address;
import io.cumulonimbus.rtmfp.packet.Origin;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Answers hellos: those for this server by itself, those for a client by introducing the two, those
 * for anybody else not at all. Owned by one loop.
 */
final class Introducer implements HelloPolicy {
    /** How often one address may ask, a second (architecture, Introductions). */
    static final int WISHES_PER_SECOND = 10;

    private static final int MOST_ASKERS = 4096;
    private static final int MOST_UNKNOWN = 4096;

    /** So long nobody looks again for a client that was not there. */
    private static final long UNKNOWN_NS = 2_000_000_000L;

    private static final Answer RESPOND = new Respond();
    private static final Answer SILENCE = new Ignore();

    private final LocalPeers peers;
    private final Introductions allowed;
    private final Map<InetSocketAddress, RateLimit> askers = new BoundedTable<>(MOST_ASKERS);
    private final Map<PeerId, Long> unknownUntil = new BoundedTable<>(MOST_UNKNOWN);

    Introducer(LocalPeers peers, Introductions allowed) {
        this.peers = peers;
        this.allowed = allowed;
    }

    // RFC 7016 §3.5.1.6; RFC 7425 §4.4.3: a fingerprint decides alone
    @Override
    public Answer answer(ReceivedHello hello, long nowNs) {
        if (hello.selected()) {
            return RESPOND;
        }
        hello.wanted()
                .fingerprint()
                .filter(id -> id.length == ClientIdentity.PEER_ID_LENGTH)
                .ifPresent(id -> introduce(new PeerId(id), hello, nowNs));
        return SILENCE;
    }

    @Override
    public void onStrayAnswer(byte[] tag, InetSocketAddress from, long nowNs) {
        peers.sightings().onAnswer(tag, from, nowNs);
    }

    private void introduce(PeerId wanted, ReceivedHello hello, long nowNs) {
        if (hello.asker().isEmpty()
                && peers.sightings().onHello(hello.tag(), wanted.bytes(), hello.from(), nowNs)) {
            hello.redirect(List.of(new Address(hello.from(), Origin.OBSERVED)));
            return;
        }
        Optional<Peer> asker = peers.peerOf(hello.asker());
        IntroductionOutcome refusal = refusal(wanted, hello, asker, nowNs);
        if (refusal != IntroductionOutcome.ASKER_TOO_FAST) {
            asker.flatMap(peer -> peer.meetings().asks(wanted, hello.tag(), peer.mapping(), nowNs))
                    .ifPresent(why -> peers.inVain(asker, wanted, hello, why));
        }
        if (refusal == IntroductionOutcome.DONE) {
            List<InetSocketAddress> reported = asker.map(Peer::reported).orElse(List.of());
            Introduction wish =
                    new Introduction(
                            wanted,
                            hello,
                            reported,
                            asker.map(peer -> peer.client().identity()),
                            asker,
                            asker.map(Peer::isRelayed).orElse(false),
                            peers);
            if (peers.locate(wish)) {
                return;
            }
            refusal = IntroductionOutcome.OVERLOAD;
        }
        if (refusal == IntroductionOutcome.ITSELF) {
            tellWhereSeen(wanted, hello, asker, nowNs);
        }
        peers.ended(asker, wanted, hello, refusal);
    }

    /** Who looks for itself learns where we see it, and where else it may ask that. */
    private void tellWhereSeen(PeerId id, ReceivedHello hello, Optional<Peer> asker, long nowNs) {
        List<Address> told = new ArrayList<>();
        told.add(new Address(hello.from(), Origin.OBSERVED));
        Consumer<InetSocketAddress> seen = at -> asker.ifPresent(peer -> peer.seen(at));
        Party itself = new Party(hello.from().getAddress(), seen);
        peers.sightings().watch(hello.tag(), id, itself, nowNs);
        told.addAll(relays(peers.sightings().doorsFor(hello.from())));
        hello.redirect(told);
    }

    /** Why it is not even looked for, or {@code DONE} when it is. Cheapest questions first. */
    private IntroductionOutcome refusal(
            PeerId wanted, ReceivedHello hello, Optional<Peer> asker, long nowNs) {
        if (allowed == Introductions.CONNECTED && hello.asker().isEmpty()) {
            return IntroductionOutcome.STRANGER;
        }
        RateLimit limit =
                askers.computeIfAbsent(
                        limited(hello), from -> new RateLimit(WISHES_PER_SECOND, nowNs));
        if (!limit.take(nowNs)) {
            return IntroductionOutcome.ASKER_TOO_FAST;
        }
        if (asker.filter(Peer::isSecluded).isPresent()) {
            return IntroductionOutcome.REFUSED;
        }
        Long until = unknownUntil.get(wanted);
        if (until != null && nowNs - until < 0) {
            return IntroductionOutcome.UNKNOWN;
        }
        boolean itself =
                hello.asker()
                        .filter(client -> new PeerId(client.identity().peerId()).equals(wanted))
                        .isPresent();
        return itself ? IntroductionOutcome.ITSELF : IntroductionOutcome.DONE;
    }

    /** Strangers can have as many ports as they like, so they are limited by their host. */
    private static InetSocketAddress limited(ReceivedHello hello) {
        return hello.asker().isPresent()
                ? hello.from()
                : new InetSocketAddress(hello.from().getAddress(), 0);
    }

    /** Other addresses than those of the client itself. */
    static List<Address> relays(List<InetSocketAddress> known) {
        return known.stream().map(address -> new Address(address, Origin.RELAY)).toList();
    }

    /** What became of a wish that was followed. */
    void finish(
            Introduction wish, IntroductionOutcome outcome, List<Address> addresses, long nowNs) {
        if (outcome == IntroductionOutcome.DONE) {
            wish.hello().redirect(addresses);
        } else if (outcome == IntroductionOutcome.UNKNOWN) {
            unknownUntil.put(wish.wanted(), nowNs + UNKNOWN_NS);
            peers.askElsewhere(wish.wanted(), known -> wish.hello().redirect(relays(known)));
        }
    }
}
