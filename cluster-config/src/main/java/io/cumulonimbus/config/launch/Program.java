package io.cumulonimbus.config.launch;

import io.cumulonimbus.config.ConfigException;
import io.cumulonimbus.config.ConfigSources;
import io.cumulonimbus.config.KeyTable;
import io.cumulonimbus.config.LogsConfig;
import io.cumulonimbus.config.StartException;
import io.cumulonimbus.config.doctor.Patient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

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

    /** What there is to examine before it is started, or while it runs. */
    default Patient patient(C config) {
        return Patient.UNKNOWN;
    }

    /**
     * A datagram that it answers at its UDP ports for clients when it runs; empty if there is none.
     */
    default byte[] hello() {
        return new byte[0];
    }

    /**
     * Has packets and messages written to the log from the start on.
     *
     * @throws IllegalArgumentException with what was expected, for a filter that is none
     */
    default void dump(String filter) {}

    /** A server that serves. */
    interface Running extends AutoCloseable {
        /**
         * The open ports for the {@code READY} line, such as {@code rtmfp=0.0.0.0:1935/udp
         * edges=127.0.0.1:1936/tcp}.
         */
        String ports();

        /** More lines about how it is, each a word and what is to be said of it. Any thread. */
        default List<String> status() {
            return List.of();
        }

        /** Whether {@link #reload} puts a new value of this key in force. */
        default boolean canChange(String key) {
            return false;
        }

        /**
         * Takes what can be changed while it serves, including what files hold that settings name.
         * Any thread; may block.
         *
         * @return lines about what was read again, for whoever asked for it
         */
        default List<String> reload(ConfigSources sources) throws ConfigException {
            return List.of();
        }

        /** How long clients may take to leave when it stops; on top of what stopping takes. */
        default Duration leave() {
            return Duration.ZERO;
        }

        /**
         * Lets nobody in any more, and waits until clients have gone, as long as {@link #leave}
         * says; once, before it is closed.
         *
         * @param step hears of each step, as a line; any thread
         * @return whether nothing and nobody stayed that was to go
         */
        default boolean drain(Consumer<String> step) {
            return true;
        }

        /** Stops in order; waits until it is done. */
        @Override
        void close();
    }
}
