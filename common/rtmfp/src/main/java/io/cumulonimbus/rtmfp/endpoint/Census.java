package io.cumulonimbus.rtmfp.endpoint;

import java.net.InetAddress;

/**
 * How many sessions there are, for the limits of {@link EndpointConfig}: of one endpoint, or of all
 * that share a census. Those are called on many loops, and may be over a limit by what is decided
 * at the same moment.
 */
public interface Census {
    /** Sessions at this moment, those that are closing included. */
    int sessions();

    /** One session more. */
    void entered();

    /** One session less. */
    void left();

    /** Bytes that sessions have received, incomplete or not taken yet. */
    long buffered();

    /** So many of those more, or less when negative. */
    void buffered(long change);

    /** Sessions and key agreements of this address from which nothing verified came yet. */
    int unproven(InetAddress address);

    /** One of those more. */
    void began(InetAddress address);

    /** One of those less. */
    void settled(InetAddress address);

    /** Whether one more key agreement with this address is not too many; counts it then. */
    default boolean admits(InetAddress address) {
        return true;
    }
}
