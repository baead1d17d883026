package io.cumulonimbus.net.udp;

/**
 * How a UDP socket is set up.
 *
 * @param bufferSize kernel buffer for each direction in bytes; 0 leaves the system's default
 * @param segmentation hands runs of packets to one receiver to the kernel as one (UDP GSO), where
 *     the platform can, and not to hosts where it failed; wins on bulk and key frames
 */
public record UdpOptions(int bufferSize, boolean segmentation) {
    /** The system's buffers, and segmentation. */
    public static final UdpOptions DEFAULT = new UdpOptions(0, true);

    public UdpOptions {
        if (bufferSize < 0) {
            throw new IllegalArgumentException("a buffer of " + bufferSize + " bytes");
        }
    }
}
