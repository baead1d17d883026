package io.cumulonimbus.origin.rendezvous;

import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.PeerPlace;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One connection for each peer id in the whole cluster: asks the origin that has a client with the
 * id, which treats the newcomer as one of its own, and looks once more a second after a client
 * came, whether another one came elsewhere at the same time. Owned by the hub loop.
 *
 * <p>Where nothing is answered in time the newcomer gets in: an origin that is lost must not keep
 * its clients out.
 */
final class DistantIdentities {
    private static final String ASK = "identity";
    private static final String ANSWER = "identity.answer";
    private static final int MOST_ASKED = 16_384;
    private static final int MOST_TO_LOOK_AT = 1 << 20;

    /** Bytes before an id: a number and flags. */
    private static final int HEAD = 9;

    private static final int PROVEN = 1;
    private static final int AGAIN = 2;

    /** Parts of the cluster have become one; the age of the connection follows the id. */
    private static final int AFTER_SPLIT = 4;

    /** How long an origin has to answer for who proves the id; it has to end a client first. */
    private static final long PROVEN_NS = 3_000_000_000L;

    /** The same for who does not: it has to wait for a sign of life. */
    private static final long UNPROVEN_NS = IdentityClaim.PATIENCE_NS + PROVEN_NS;

    /** When two that came at once know of each other. */
    private static final long LOOK_NS = 1_000_000_000L;

    private final Directory directory;
    private final IdentityProxy identities;
    private final Loop hub;
    private final BoundedHop hop;
    private final IdentityClaim.Place place;
    private final Map<Long, Asked> asked = new HashMap<>();
    private final ArrayDeque<Look> toLookAt = new ArrayDeque<>();
    private final DeadlineTimer looking;
    private long numbers;

    /** A question to another origin. */
    private record Asked(NodeId at, DeadlineTimer patience, Consumer<Boolean> free) {}

    /** A client that came. */
    private record Look(Peer peer, long atNs) {}

    DistantIdentities(Directory directory, IdentityProxy identities, Loop hub) {
        this.directory = directory;
        this.identities = identities;
        this.hub = hub;
        this.hop = new BoundedHop(hub, MOST_ASKED);
        this.place = new IdentityClaim.Place(hop::insist, due -> new DeadlineTimer(hub, due), hub);
        this.looking = new DeadlineTimer(hub, this::look);
        directory.post().receive(ASK, hub, (from, body, reply) -> asked(from, body));
        directory.post().receive(ANSWER, hub, (from, body, reply) -> answered(from, body));
        identities.join(this);
    }

    /** Answers on the hub, or at once when there is too much to do. Any thread. */
    void ask(IdentityClaim claim, Consumer<Boolean> free) {
        if (!hop.offer(() -> begin(claim, free))) {
            free.accept(true);
        }
    }

    private void begin(IdentityClaim claim, Consumer<Boolean> free) {
        locate(
                claim.id(),
                found ->
                        found.ifPresentOrElse(
                                at -> ask(at, claim, 0, free), () -> free.accept(true)));
    }

    /** The other origin that has a client with the id, as far as the directory knows. */
    private void locate(PeerId id, Consumer<Optional<NodeId>> answer) {
        directory
                .peers()
                .locate(
                        id.bytes(),
                        hub,
                        found ->
                                answer.accept(
                                        found.value()
                                                .map(PeerPlace::node)
                                                .filter(at -> !at.equals(directory.self()))));
    }

    private void ask(NodeId at, IdentityClaim claim, int flags, Consumer<Boolean> free) {
        if (asked.size() >= MOST_ASKED) {
            free.accept(true);
            return;
        }
        boolean proven = claim.isProven();
        long number = ++numbers;
        DeadlineTimer patience = new DeadlineTimer(hub, () -> answered(number, true));
        patience.set(hub.nowNs() + (proven ? PROVEN_NS : UNPROVEN_NS));
        asked.put(number, new Asked(at, patience, free));
        if (!directory.post().send(at, ASK, question(number, claim, flags))) {
            answered(number, true);
        }
    }

    private byte[] question(long number, IdentityClaim claim, int flags) {
        boolean aged = (flags & AFTER_SPLIT) != 0;
        ByteBuffer out =
                ByteBuffer.allocate(HEAD + ClientIdentity.PEER_ID_LENGTH + (aged ? Long.BYTES : 0));
        out.putLong(number).put((byte) (flags | (claim.isProven() ? PROVEN : 0)));
        out.put(claim.id().bytes());
        if (aged) {
            out.putLong(hub.nowNs() - claim.heldNs());
        }
        return out.array();
    }

    private void answered(NodeId from, byte[] body) {
        if (body.length == HEAD) {
            ByteBuffer in = ByteBuffer.wrap(body);
            long number = in.getLong();
            Asked question = asked.get(number);
            if (question != null && question.at.equals(from)) {
                answered(number, in.get() != 0);
            }
        }
    }

    private void answered(long number, boolean free) {
        Asked question = asked.remove(number);
        if (question != null) {
            question.patience.cancel();
            question.free.accept(free);
        }
    }

    // Other origins ask

    private void asked(NodeId from, byte[] body) {
        if (body.length < HEAD) {
            return;
        }
        ByteBuffer in = ByteBuffer.wrap(body);
        long number = in.getLong();
        int flags = in.get();
        boolean aged = (flags & AFTER_SPLIT) != 0;
        if (in.remaining() != ClientIdentity.PEER_ID_LENGTH + (aged ? Long.BYTES : 0)) {
            return;
        }
        byte[] bytes = new byte[ClientIdentity.PEER_ID_LENGTH];
        in.get(bytes);
        PeerId id = new PeerId(bytes);
        boolean proven = (flags & PROVEN) != 0;
        Optional<IdentityClaim> holder = identities.holder(id);
        if (holder.isEmpty()) {
            answer(from, number, true);
        } else if ((flags & AGAIN) != 0
                && (holder.get().isProven() || !proven)
                && !(aged && proven && in.getLong() < hub.nowNs() - holder.get().heldNs())) {
            answer(from, number, false); // the later one stays
        } else {
            new StandIn(from, number, Claimant.elsewhere(id, proven)).claim.settle();
        }
    }

    private void answer(NodeId to, long number, boolean free) {
        byte[] body = ByteBuffer.allocate(HEAD).putLong(number).put((byte) (free ? 1 : 0)).array();
        directory.post().send(to, ANSWER, body);
    }

    /** A newcomer of another origin, which contends here as one of ours would. */
    private final class StandIn {
        private final NodeId from;
        private final long number;
        private final IdentityClaim claim;

        StandIn(NodeId from, long number, Claimant who) {
            this.from = from;
            this.number = number;
            this.claim = new IdentityClaim(identities, place, who, this::settled);
        }

        private void settled(boolean free) {
            claim.release();
            answer(from, number, free);
        }
    }

    // Two at once

    /** A client came here, and is in the directory. */
    void joined(Peer peer) {
        if (toLookAt.size() < MOST_TO_LOOK_AT) {
            toLookAt.add(new Look(peer, hub.nowNs() + LOOK_NS));
            if (toLookAt.size() == 1) {
                looking.set(toLookAt.peek().atNs);
            }
        }
    }

    private void look() {
        while (!toLookAt.isEmpty() && toLookAt.peek().atNs - hub.nowNs() <= 0) {
            Peer peer = toLookAt.poll().peer;
            identities.holder(peer.id()).ifPresent(claim -> look(peer, claim));
        }
        if (!toLookAt.isEmpty()) {
            looking.set(toLookAt.peek().atNs);
        }
    }

    private void look(Peer peer, IdentityClaim claim) {
        locate(
                peer.id(),
                found ->
                        found.ifPresent(
                                at -> ask(at, claim, AGAIN, ours -> looked(peer, claim, ours))));
    }

    /** The directory has another client with the same id, after parts became one again. */
    void found(Peer peer, NodeId at) {
        identities
                .holder(peer.id())
                .ifPresent(
                        claim ->
                                ask(
                                        at,
                                        claim,
                                        AGAIN | AFTER_SPLIT,
                                        ours -> looked(peer, claim, ours)));
    }

    private void looked(Peer peer, IdentityClaim claim, boolean ours) {
        boolean present = identities.holder(peer.id()).filter(claim::equals).isPresent();
        if (present && !ours) {
            claim.overrule();
        } else if (present) {
            directory.peers().enter(peer.id().bytes(), peer.number());
        }
    }
}
