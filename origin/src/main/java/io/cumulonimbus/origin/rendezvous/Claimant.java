package io.cumulonimbus.origin.rendezvous;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Protocol;

/**
 * Who claims a peer id: a client of this origin, or one of another origin that asks by it.
 *
 * @param proven whether it has proved the id by its keys
 * @param asksOthers whether it has to be known that no other origin has such a client
 * @param override closes it, on its loop: somebody with better rights is there
 * @param challenge asks it for a sign of life, on its loop
 */
record Claimant(
        PeerId id, boolean proven, boolean asksOthers, Runnable override, Runnable challenge) {
    /**
     * A client of this origin. Peer ids of other protocols are drawn by us, and who comes from an
     * origin that was lost has shown there that nobody else has it.
     */
    static Claimant of(Client client) {
        return new Claimant(
                new PeerId(client.identity().peerId()),
                client.identity().peerIdProven(),
                client.identity().protocol() == Protocol.RTMFP && !client.isResumed(),
                () -> client.close(CloseReason.OVERRIDDEN),
                client::challenge);
    }

    /** A client of another origin. */
    static Claimant elsewhere(PeerId id, boolean proven) {
        return new Claimant(id, proven, false, () -> {}, () -> {});
    }
}
