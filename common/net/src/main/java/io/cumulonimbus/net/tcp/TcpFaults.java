package io.cumulonimbus.net.tcp;

import java.io.IOException;

/** Tells what went wrong with a connection from what is wrong with us. */
public final class TcpFaults {
    private TcpFaults() {}

    /** Whether neither the network nor the far end can be the cause: TLS wraps what they do. */
    public static boolean isOurs(Throwable cause) {
        return !(cause instanceof IOException) && !(cause.getCause() instanceof IOException);
    }
}
