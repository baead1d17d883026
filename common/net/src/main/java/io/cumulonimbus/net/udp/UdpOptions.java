package io.cumulonimbus.net.udp;

import java.net.InetAddress;
import java.util.function.Predicate;

/**
 * How a UDP socket is set up.
 *
 * @param bufferSize kernel buffer for each direction in bytes; 0 is as much of {@link #AMPLE} as
 *     the system gives
 * @param segmentation hands runs of packets to one receiver to the kernel as one (UDP GSO), where
 *     the platform can, and not to hosts where it failed; wins on bulk and key frames
 * @param ignored from where nothing is received; asked for every datagram, on any loop
 * @param admitted whether one more handshake with an address is not too many; asked for each, on
 *     any loop
 */
public record UdpOptions(
        int bufferSize,
        boolean segmentation,
        Predicate<InetAddress> ignored,
        Predicate<InetAddress> admitted) {
    /**
     * What is received while a loop is held up for a tenth of a second, in bytes: the 200 KB that
     * Linux gives unasked are 300 small datagrams, fewer than 500 viewers acknowledge meanwhile.
     */
    public static final int AMPLE = 4 << 20;

    /** Ample buffers, and segmentation. */
    public static final UdpOptions DEFAULT = new UdpOptions(0, true);

    /** Datagrams are received from everybody. */
    public UdpOptions(int bufferSize, boolean segmentation) {
        this(bufferSize, segmentation, from -> false);
    }

    /** There may be any number of handshakes. */
    public UdpOptions(int bufferSize, boolean segmentation, Predicate<InetAddress> ignored) {
        this(bufferSize, segmentation, ignored, from -> true);
    }

    public UdpOptions {
        if (bufferSize < 0) {
            throw new IllegalArgumentException("a buffer of " + bufferSize + " bytes");
        }
    }
}
