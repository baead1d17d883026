package io.cumulonimbus.origin;

import io.cumulonimbus.config.StartException;
import io.cumulonimbus.net.gateway.PortUnavailableException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;

/** What an operator is told of a start that failed. */
final class StartTrouble {
    private StartTrouble() {}

    /** The same for the operator; thrown on where it is a fault of ours. */
    static StartException of(Exception trouble) {
        if (trouble instanceof StartException told) {
            return told;
        }
        if (trouble.getCause() instanceof PortUnavailableException port) {
            return new StartException(port.getMessage(), port);
        }
        if (trouble instanceof CompletionException fault) {
            throw fault;
        }
        return new StartException(trouble.getMessage(), (UncheckedIOException) trouble);
    }
}
