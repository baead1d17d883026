package io.cumulonimbus.origin.rendezvous;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.Outcome;
import io.cumulonimbus.origin.cluster.PeerPlace;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Clients of other origins, as far as those of this one may want to reach them, and the other way
 * round. Owned by the hub loop.
 *
 * <p>The directory says at which origin a client is; that one tells the client of the asker, and
 * answers with the client's addresses.
 */
final class DistantPeers {
    private static final String INTRODUCE = "introduce";

    private final Optional<Directory> directory;
    private final Loop hub;
    private final PeerRegister register;

    /**
     * @param directory of a cluster, if there is one
     * @param register the clients of this origin
     */
    DistantPeers(Optional<Directory> directory, Loop hub, PeerRegister register) {
        this.directory = directory;
        this.hub = hub;
        this.register = register;
        directory.ifPresent(shared -> shared.post().receive(INTRODUCE, hub, this::asked));
    }

    /** A client is here. */
    void joined(Peer peer) {
        directory.ifPresent(shared -> shared.peers().enter(peer.id().bytes(), peer.number()));
    }

    /** It is not any more; maybe another one with the same id is. */
    void left(Peer peer) {
        directory.ifPresent(
                shared -> {
                    shared.peers().leave(peer.id().bytes(), peer.number());
                    register.find(peer.id()).ifPresent(this::joined);
                });
    }

    /** Looks for who is wanted at the other origins. */
    void locate(Introduction wish) {
        if (directory.isEmpty()) {
            wish.finish(IntroductionOutcome.UNKNOWN, List.of());
            return;
        }
        Directory shared = directory.get();
        shared.peers().locate(wish.wanted().bytes(), hub, found -> located(shared, wish, found));
    }

    private void located(Directory shared, Introduction wish, Outcome<PeerPlace> found) {
        Optional<NodeId> node = found.value().map(PeerPlace::node);
        if (found.isFailed()) {
            wish.finish(IntroductionOutcome.OVERLOAD, List.of());
        } else if (node.filter(at -> !at.equals(shared.self())).isPresent()) {
            byte[] question = Invitation.of(wish).written();
            shared.post()
                    .ask(node.get(), INTRODUCE, question, hub, answer -> answered(wish, answer));
        } else {
            wish.finish(IntroductionOutcome.UNKNOWN, List.of());
        }
    }

    private static void answered(Introduction wish, Outcome<byte[]> answer) {
        InvitationAnswer what =
                answer.value().map(InvitationAnswer::read).orElse(InvitationAnswer.LATE);
        wish.finish(what.outcome(), what.addresses());
    }

    /** Another origin's client wants one of ours. */
    private void asked(NodeId from, byte[] question, Consumer<byte[]> reply) {
        Introduction wish =
                Invitation.read(question)
                        .wish(
                                (w, outcome, addresses) ->
                                        reply.accept(
                                                new InvitationAnswer(outcome, addresses)
                                                        .written()));
        register.find(wish.wanted())
                .ifPresentOrElse(
                        peer -> peer.home().introduce(peer, wish),
                        () -> wish.finish(IntroductionOutcome.UNKNOWN, List.of()));
    }
}
