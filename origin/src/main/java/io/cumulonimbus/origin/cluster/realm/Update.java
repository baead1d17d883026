package io.cumulonimbus.origin.cluster.realm;

import java.util.Optional;

/** Makes a new value of the one that is there; may be asked again when others were faster. */
@FunctionalInterface
public interface Update {
    /**
     * What to put in place of {@code present}; on the realm's loop.
     *
     * @param present not to be written to; empty when there is nothing
     */
    Next next(Optional<byte[]> present);

    /**
     * What becomes of an entry.
     *
     * @param wanted whether anything is to be done at all
     * @param value to put; empty takes the entry away
     */
    record Next(boolean wanted, Optional<byte[]> value) {
        /** Nothing is done. */
        public static final Next ABANDONED = new Next(false, Optional.empty());

        /** Puts a value. */
        public static Next put(byte[] value) {
            return new Next(true, Optional.of(value));
        }

        /** Takes the entry away. */
        public static Next remove() {
            return new Next(true, Optional.empty());
        }
    }
}
