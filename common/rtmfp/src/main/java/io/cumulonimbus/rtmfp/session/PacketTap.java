package io.cumulonimbus.rtmfp.session;

import java.net.InetSocketAddress;

/** Looks at the packets of an endpoint in clear text, for whoever searches an error. */
public interface PacketTap {
    /** Looks at nothing. */
    PacketTap NONE = (incoming, far, plain, offset, length) -> {};

    /**
     * A packet that was opened, or is about to be sealed.
     *
     * @param incoming whether it came from {@code far}; otherwise it goes there
     * @param plain from the packet header on (RFC 7016 §2.2.4); written over after the return
     */
    void packet(boolean incoming, InetSocketAddress far, byte[] plain, int offset, int length);
}
