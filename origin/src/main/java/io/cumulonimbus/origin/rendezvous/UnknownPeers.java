package io.cumulonimbus.origin.rendezvous;

import io.cumulonimbus.net.loop.Loop;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Consumer;

/** Who may know where a peer is that no session here is with. Any thread. */
public interface UnknownPeers {
    /** Nobody knows. */
    UnknownPeers NONE = (peer, replyTo, answer) -> {};

    /**
     * Asks; each that knows something answers, on the loop {@code replyTo}.
     *
     * @param peer 32 bytes
     */
    void ask(byte[] peer, Loop replyTo, Consumer<List<InetSocketAddress>> answer);
}
