package io.cumulonimbus.origin.lua.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/** A script on disk and whether it changed since it was last looked at. */
public final class ScriptFile {
    private final Path file;
    private Optional<FileTime> seen = Optional.empty();
    private boolean looked;

    public ScriptFile(Path file) {
        this.file = file;
    }

    /** Whether it appeared, changed or disappeared since the last time; true the first time. */
    public boolean changed() {
        Optional<FileTime> now = modified();
        boolean changed = !looked || !now.equals(seen);
        looked = true;
        seen = now;
        return changed;
    }

    /** It counts as changed the next time. */
    public void forget() {
        looked = false;
    }

    /** Whether it was there when last looked at. */
    public boolean exists() {
        return seen.isPresent();
    }

    private Optional<FileTime> modified() {
        try {
            return Files.isRegularFile(file)
                    ? Optional.of(Files.getLastModifiedTime(file))
                    : Optional.empty();
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Its bytes. */
    public byte[] read() throws IOException {
        return Files.readAllBytes(file);
    }
}
