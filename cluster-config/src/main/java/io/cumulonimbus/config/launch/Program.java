package io.cumulonimbus.config.launch;

import io.cumulonimbus.config.ConfigException;
import io.cumulonimbus.config.ConfigSources;
import io.cumulonimbus.config.KeyTable;
import io.cumulonimbus.config.LogsConfig;
import io.cumulonimbus.config.StartException;
import java.io.IOException;
import java.time.Duration;

/**
 * A server that can be started from a command line.
 *
 * @param <C> its settings
 */
public interface Program<C> {
    /** The keys that it understands. */
    KeyTable keys();

    /** Merges and checks its settings. */
    C load(ConfigSources sources) throws ConfigException;

    /** Where it logs. */
    LogsConfig logs(C config);

    /**
     * Opens every port and answers the running server.
     *
     * @throws StartException or {@link IOException} for what an operator can mend; the message is
     *     printed alone
     */
    Running start(C config) throws StartException, IOException;

    /** A server that serves. */
    interface Running extends AutoCloseable {
        /**
         * The open ports for the {@code READY} line, such as {@code rtmfp=0.0.0.0:1935/udp
         * edges=127.0.0.1:1936/tcp}.
         */
        String ports();

        /** How long clients may take to leave when it stops; on top of what stopping takes. */
        default Duration leave() {
            return Duration.ZERO;
        }

        /** Stops in order; waits until it is done. */
        @Override
        void close();
    }
}
