package io.cumulonimbus.net.gateway;

import io.netty.channel.unix.Errors.NativeIoException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;

/** A socket could not be bound; the message names protocol, address, port and reason. */
public final class PortUnavailableException extends IOException {
    private static final long serialVersionUID = 1;

    /** Linux' number for "Address already in use", as Netty's native transport reports it. */
    private static final int EADDRINUSE = -98;

    private final InetSocketAddress address;
    private final boolean inUse;

    private PortUnavailableException(
            String message, InetSocketAddress address, boolean inUse, Throwable cause) {
        super(message, cause);
        this.address = address;
        this.inUse = inUse;
    }

    /**
     * @param protocol UDP or TCP
     */
    public static PortUnavailableException of(
            String protocol, InetSocketAddress address, Throwable cause) {
        String where = protocol + " port " + address.getPort();
        String on = address.getHostString();
        boolean inUse = isInUse(cause);
        String message =
                inUse
                        ? where + " is in use (on " + on + ")"
                        : where + " cannot be opened on " + on + ": " + cause.getMessage();
        return new PortUnavailableException(message, address, inUse, cause);
    }

    private static boolean isInUse(Throwable cause) {
        if (cause instanceof NativeIoException failure) {
            return failure.expectedErr() == EADDRINUSE;
        }
        return cause instanceof BindException
                && String.valueOf(cause.getMessage()).contains("in use");
    }

    /** What could not be bound. */
    public InetSocketAddress address() {
        return address;
    }

    /** Whether another socket has the port; otherwise the address is not ours or not allowed. */
    public boolean inUse() {
        return inUse;
    }
}
