package io.cumulonimbus.origin.app;

import io.cumulonimbus.client.ClientIdentity;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * A client as its application sees it, the same object from its connection to its end.
 *
 * <p>Read on the realm's loop while the client itself lives on another: what can change (address,
 * round-trip time) is answered as it was last seen. Texts that the client did not send are empty.
 */
public interface AppClient {
    /** Who it is. */
    ClientIdentity identity();

    /** The application's path as asked for, without slashes at its ends; empty for the root. */
    String path();

    /** Where it is now, its own address also when it is behind an edge. */
    InetSocketAddress address();

    /** The query of its URL, decoded, in order. */
    Map<String, String> parameters();

    /** {@code swfUrl} of its {@code connect}. */
    String swfUrl();

    /** {@code pageUrl} of its {@code connect}. */
    String pageUrl();

    /** {@code flashVer} of its {@code connect}. */
    String flashVersion();

    /** Smoothed round-trip time in nanoseconds, or -1 when none was measured yet. */
    long roundTripNs();

    /**
     * When it last called its application, on the clock of the loops, in nanoseconds; 0 when it did
     * not yet.
     */
    default long heardNs() {
        return 0;
    }

    /** Whether it was connected to an origin that is lost, and does not know. */
    default boolean resumed() {
        return false;
    }

    /** What the application says to it. */
    AppWriter writer();
}
