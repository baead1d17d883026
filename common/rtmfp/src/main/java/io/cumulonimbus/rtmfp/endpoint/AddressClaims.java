package io.cumulonimbus.rtmfp.endpoint;

import java.net.InetSocketAddress;

/**
 * Which of several endpoints behind one address has the sessions, and the key agreements, of a far
 * address: startup packets from there belong to it, so that repetitions and overrides are known.
 *
 * <p>One per endpoint; called on its loop. Implementations share a table between loops.
 */
public interface AddressClaims {
    /** For an endpoint that is alone: everything is its own. */
    AddressClaims NONE =
            new AddressClaims() {
                @Override
                public boolean claim(InetSocketAddress address) {
                    return true;
                }

                @Override
                public void take(InetSocketAddress address) {}

                @Override
                public void release(InetSocketAddress address) {}
            };

    /** Claims an address that nobody has; answers false when another endpoint has it. */
    boolean claim(InetSocketAddress address);

    /** Claims an address whoever has it: a proven session lives there. */
    void take(InetSocketAddress address);

    /** Nothing of ours is at the address any more; does nothing when another one has it. */
    void release(InetSocketAddress address);
}
