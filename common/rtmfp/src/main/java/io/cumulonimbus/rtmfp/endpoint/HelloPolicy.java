package io.cumulonimbus.rtmfp.endpoint;

import io.cumulonimbus.rtmfp.packet.Address;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Decides what an IHello is answered. Called for every one of them, from anybody, so what it keeps
 * is bounded and what it does is next to nothing.
 */
@FunctionalInterface
public interface HelloPolicy {
    /** Answers whoever means us. */
    HelloPolicy RESPOND = (hello, nowNs) -> new Respond();

    /** What to do with an IHello. */
    sealed interface Answer permits Respond, RedirectTo, Ignore {}

    /** Send RHello, if our certificate is what was wanted (RFC 7016 §3.5.1.1.2). */
    record Respond() implements Answer {}

    /** Send Redirect to these addresses (RFC 7016 §3.5.1.4); none means to where it came from. */
    record RedirectTo(List<Address> addresses) implements Answer {}

    /**
     * Stay silent, or answer later by {@link ReceivedHello#redirect} or {@link
     * ReceivedHello#respond}.
     */
    record Ignore() implements Answer {}

    /** Answers what to do now. */
    Answer answer(ReceivedHello hello, long nowNs);

    /**
     * An RHello came that nothing of ours asked for, from an address that we have no session with.
     *
     * @param tag of the hello that it answers
     */
    default void onStrayAnswer(byte[] tag, InetSocketAddress from, long nowNs) {}
}
