package io.cumulonimbus.origin.lua.lib;

import java.util.Optional;

/** Where scripts find other scripts. */
public interface Sources {
    /** A file that was found. */
    record Source(String name, byte[] text) {}

    /**
     * The file that a script means by a name.
     *
     * @param name relative to the folder of the application that asks, or as {@code
     *     cumulus:absolutePath} made it
     * @param from the chunk that asks, such as {@code hello/main.lua}
     * @return empty when there is none, or it may not be read
     */
    Optional<Source> find(String name, String from);
}
