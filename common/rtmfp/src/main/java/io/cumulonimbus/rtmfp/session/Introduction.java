package io.cumulonimbus.rtmfp.session;

import io.cumulonimbus.client.PeerHello;
import io.cumulonimbus.rtmfp.chunk.FIHello;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.packet.Address;
import io.cumulonimbus.rtmfp.packet.Origin;

/** How an introducer tells a client of another one (RFC 7016 §3.5.1.5). */
final class Introduction {
    private Introduction() {}

    /** Queues the word for a client; answers false when too much waits already. */
    static boolean send(Session wanted, PeerHello hello) {
        Origin origin = hello.observed() ? Origin.OBSERVED : Origin.REPORTED;
        FIHello chunk =
                new FIHello(
                        EndpointDiscriminator.ofFingerprint(wanted.identity().peerId()).bytes(),
                        new Address(hello.address(), origin),
                        hello.tag());
        boolean queued = wanted.control().forward(chunk);
        if (queued) {
            wanted.wantFlush();
        }
        return queued;
    }
}
