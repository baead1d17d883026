package io.cumulonimbus.rtmfp.endpoint;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.packet.Address;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An IHello as a {@link HelloPolicy} sees it; it may be kept and answered later, on the endpoint's
 * loop.
 *
 * @param wanted whom the initiator looks for
 * @param selected whether our certificate is that
 * @param tag what the initiator knows its attempt by: the same for each repetition
 * @param from where it came from, unproven
 * @param asker the client whose open session is at that address; empty for strangers
 * @param redirection sends the Redirect
 * @param response sends the RHello
 */
public record ReceivedHello(
        EndpointDiscriminator wanted,
        boolean selected,
        byte[] tag,
        InetSocketAddress from,
        Optional<Client> asker,
        Consumer<List<Address>> redirection,
        Runnable response) {

    /** Tells the initiator other addresses to ask; none means the one that this came to. */
    // RFC 7016 §3.5.1.4
    public void redirect(List<Address> addresses) {
        redirection.accept(addresses);
    }

    /** Answers as if nobody had waited; only when it was selected. */
    // RFC 7016 §3.5.1.1.2
    public void respond() {
        response.run();
    }

    /** Shows nothing that the initiator wrote. */
    @Override
    public String toString() {
        return "ReceivedHello from " + from;
    }
}
