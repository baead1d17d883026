package io.cumulonimbus.origin.rendezvous;

import io.cumulonimbus.client.PeerHello;
import io.cumulonimbus.rtmfp.relay.RelayListener;
import io.cumulonimbus.rtmfp.relay.RelayParty;
import java.net.InetSocketAddress;

/**
 * An introduction whose two may meet through the relay: brings what happens there, on the relay's
 * loop, to the loops of the two.
 *
 * @param asker who asked
 * @param wanted for whom
 * @param tag what the attempt is known by
 * @param from where the asker asked from
 */
record Relayed(Peer asker, Peer wanted, byte[] tag, InetSocketAddress from)
        implements RelayListener {
    @Override
    public void onInvitation(InetSocketAddress relay) {
        wanted.home().deliver(() -> wanted.invite(new PeerHello(tag, relay, true), from));
    }

    @Override
    public void onSeen(RelayParty party, InetSocketAddress at) {
        NatMapping mapping = NatMapping.of(party.seenAt(), at);
        if (party.session() == asker.number()) {
            asker.home().deliver(() -> asker.mapping(mapping));
            return;
        }
        wanted.home().deliver(() -> wanted.mapping(mapping));
        asker.home().deliver(() -> asker.meetings().othersMapping(tag, mapping));
    }

    @Override
    public void onRelayed() {
        asker.home().deliver(() -> asker.home().relayed(asker, wanted.id(), tag));
    }
}
