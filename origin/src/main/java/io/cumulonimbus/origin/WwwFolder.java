package io.cumulonimbus.origin;

import io.cumulonimbus.config.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder of the applications. */
final class WwwFolder {
    private WwwFolder() {}

    /** Makes it, unless it is there. */
    static void make(Path www) throws StartException {
        try {
            Files.createDirectories(www);
        } catch (IOException e) {
            throw new StartException("The application folder " + www + " cannot be made: " + e, e);
        }
    }
}
