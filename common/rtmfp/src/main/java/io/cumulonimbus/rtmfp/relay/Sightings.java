package io.cumulonimbus.rtmfp.relay;

import java.net.InetSocketAddress;

/**
 * Takes notice of clients that are seen where they have no session, which tells how their
 * translators work. The tag of their hellos says who they are. Any thread.
 */
public interface Sightings {
    /** Takes no notice. */
    Sightings NONE =
            new Sightings() {
                @Override
                public boolean onHello(
                        byte[] tag, byte[] peerId, InetSocketAddress from, long nowNs) {
                    return false;
                }

                @Override
                public void onAnswer(byte[] tag, InetSocketAddress from, long nowNs) {}
            };

    /**
     * A hello came to an address where its sender has no session. Answers whether the sender is to
     * be told where it comes from, because it looks for itself.
     *
     * @param tag of the hello; known to the sender, the server and perhaps who is looked for
     * @param peerId who is looked for
     */
    boolean onHello(byte[] tag, byte[] peerId, InetSocketAddress from, long nowNs);

    /** A client answered, at such an address, the hello of another one. */
    void onAnswer(byte[] tag, InetSocketAddress from, long nowNs);
}
