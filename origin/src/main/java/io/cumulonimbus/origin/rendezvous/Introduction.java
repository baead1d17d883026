package io.cumulonimbus.origin.rendezvous;

import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.rtmfp.endpoint.ReceivedHello;
import io.cumulonimbus.rtmfp.packet.Address;
import io.cumulonimbus.rtmfp.relay.RelayParty;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * One wish of one client to reach another, on its way from the asker's loop to the other's and
 * back, maybe from one origin to another. Immutable.
 *
 * @param wanted whom
 * @param hello what asked for it; answered on the asker's loop only
 * @param reported what the asker says of its own addresses
 * @param identity who asks; empty for strangers, where those are served
 * @param askingPeer who asks, when that is a client of this origin
 * @param relayed whether who asks has a session, here or at another origin, and may be relayed
 * @param home the asker's loop, or the way to its origin
 */
record Introduction(
        PeerId wanted,
        ReceivedHello hello,
        List<InetSocketAddress> reported,
        Optional<ClientIdentity> identity,
        Optional<Peer> askingPeer,
        boolean relayed,
        End home) {

    /** Where a wish came from. Any thread. */
    interface End {
        /** What became of it. */
        void finish(Introduction wish, IntroductionOutcome outcome, List<Address> addresses);
    }

    InetSocketAddress asker() {
        return hello.from();
    }

    /**
     * The asker, if it may be relayed, as the relay has to know it. A client of another origin has
     * a number made of its peer id, which no client of this one has.
     */
    RelayParty relayParty() {
        byte[] id = identity.orElseThrow().peerId();
        long session =
                askingPeer
                        .map(Peer::number)
                        .orElseGet(() -> ByteBuffer.wrap(id).getLong() | Long.MIN_VALUE);
        return new RelayParty(session, id, asker());
    }

    /** Tells the asker where to look, or nothing; from any loop. */
    void finish(IntroductionOutcome outcome, List<Address> addresses) {
        home.finish(this, outcome, addresses);
    }
}
