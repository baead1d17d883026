package io.cumulonimbus.rtmfp.endpoint;

import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.packet.Address;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Decides what an IHello is answered. Called for every one of them, from anybody, so it keeps no
 * state and does next to nothing.
 */
@FunctionalInterface
public interface HelloPolicy {
    /** Answers whoever means us. */
    HelloPolicy RESPOND = (wanted, selected, tag, from, nowNs) -> new Respond();

    /** What to do with an IHello. */
    sealed interface Answer permits Respond, RedirectTo, Ignore {}

    /** Send RHello, if our certificate is what was wanted (RFC 7016 §3.5.1.1.2). */
    record Respond() implements Answer {}

    /** Send Redirect to these addresses (RFC 7016 §3.5.1.4); none means to where it came from. */
    record RedirectTo(List<Address> addresses) implements Answer {}

    /** Stay silent. */
    record Ignore() implements Answer {}

    /**
     * Answers what to do.
     *
     * @param wanted whom the initiator looks for
     * @param selected whether our certificate is that
     * @param tag what the initiator knows its attempt by: the same for each repetition
     * @param from where it came from, unproven
     */
    Answer answer(
            EndpointDiscriminator wanted,
            boolean selected,
            byte[] tag,
            InetSocketAddress from,
            long nowNs);
}
