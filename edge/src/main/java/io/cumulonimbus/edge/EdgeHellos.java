package io.cumulonimbus.edge;

import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.link.PeerAddress;
import io.cumulonimbus.rtmfp.endpoint.HelloPolicy;
import io.cumulonimbus.rtmfp.endpoint.ReceivedHello;
import io.cumulonimbus.rtmfp.packet.Address;
import io.cumulonimbus.rtmfp.packet.Origin;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Answers hellos at an edge: lets clients in while they can be carried, and asks the origin for the
 * peers that clients want to meet. Strangers are told of nobody, and cost the origin nothing. Owned
 * by one loop.
 *
 * @param uplink the link of the loop
 * @param taking whether newcomers are let in
 */
record EdgeHellos(Uplink uplink, BooleanSupplier taking) implements HelloPolicy {
    private static final Origin[] ORIGINS = Origin.values();

    @Override
    public Answer answer(ReceivedHello hello, long nowNs) {
        if (hello.selected()) {
            return taking.getAsBoolean() ? new Respond() : new Ignore();
        }
        // RFC 7016 §3.5.1.6: the origin redirects the asker, and tells the other by its session
        hello.wanted()
                .fingerprint()
                .filter(id -> id.length == ClientIdentity.PEER_ID_LENGTH)
                .ifPresent(id -> find(hello, id));
        return new Ignore();
    }

    private void find(ReceivedHello hello, byte[] wanted) {
        hello.asker()
                .ifPresent(
                        asker ->
                                uplink.find(
                                        asker,
                                        wanted,
                                        hello.tag(),
                                        found -> hello.redirect(addresses(found))));
    }

    private static List<Address> addresses(List<PeerAddress> found) {
        return found.stream()
                .map(address -> new Address(address.socket(), ORIGINS[address.origin()]))
                .toList();
    }
}
