package io.cumulonimbus.origin.rendezvous;

import io.cumulonimbus.client.PeerHello;
import io.cumulonimbus.rtmfp.relay.RelayListener;
import io.cumulonimbus.rtmfp.relay.RelayParty;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * An introduction whose two may meet through the relay: brings what happens there, on the relay's
 * loop, to the loops of the two.
 *
 * @param asker who asked, if that is a client of this origin
 * @param wanted for whom
 * @param tag what the attempt is known by
 * @param from where the asker asked from
 */
record Relayed(Optional<Peer> asker, Peer wanted, byte[] tag, InetSocketAddress from)
        implements RelayListener {
    @Override
    public void onInvitation(InetSocketAddress relay) {
        wanted.home().deliver(() -> wanted.invite(new PeerHello(tag, relay, true), from));
    }

    @Override
    public void onSeen(RelayParty party, InetSocketAddress at) {
        NatMapping mapping = NatMapping.of(party.seenAt(), at);
        if (party.session() != wanted.number()) {
            asker.ifPresent(peer -> peer.home().deliver(() -> peer.mapping(mapping)));
            return;
        }
        wanted.home().deliver(() -> wanted.mapping(mapping));
        asker.ifPresent(
                peer -> peer.home().deliver(() -> peer.meetings().othersMapping(tag, mapping)));
    }

    @Override
    public void onRelayed() {
        asker.ifPresentOrElse(
                peer -> peer.home().deliver(() -> peer.home().relayed(peer, wanted.id(), tag)),
                () -> wanted.home().deliver(() -> wanted.home().relayedFrom(from, wanted.id())));
    }
}
