package io.cumulonimbus.origin.web;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.disk.DiskProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that applications have for everybody to see: those in their folder {@code public}. Any
 * thread; the disk is asked on threads of its own.
 */
public final class PublicFiles {
    /** What is read at once, at most, in bytes. */
    public static final int PIECE = 128 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(PublicFiles.class);

    private final Path www;
    private final DiskProxy disk;

    /**
     * @param www the folder of all applications
     */
    public PublicFiles(Path www, DiskProxy disk) {
        this.www = www;
        this.disk = disk;
    }

    /**
     * Reads a part of a file, which is empty when there is no such file; answers false, and asks
     * nothing, when too much is asked of the disk.
     *
     * @param application its path, without slashes at its ends
     * @param name decoded, as anybody may have sent it
     * @param from where to begin; below 0 so many bytes before the end
     * @param most bytes; not more than {@link #PIECE} are read
     * @param answer called on the loop
     */
    public boolean read(
            String application,
            String name,
            long from,
            int most,
            Loop loop,
            Consumer<Optional<FilePiece>> answer) {
        PublicFolder folder = new PublicFolder(www, www.resolve(application));
        int bytes = Math.clamp(most, 0, PIECE);
        return disk.ask(() -> read(folder, name, from, bytes), loop, answer);
    }

    /** The name of a file that may be there, as applications are asked; nothing for any other. */
    public static Optional<String> plain(String name) {
        return PublicFolder.plain(name);
    }

    /**
     * Reads a whole file with values in place of its tags; as above.
     *
     * @param answer takes nothing when there is no such file, or when it is too long for that
     */
    public boolean fill(
            String application,
            String name,
            Map<String, String> values,
            Loop loop,
            Consumer<Optional<FilePage>> answer) {
        PublicFolder folder = new PublicFolder(www, www.resolve(application));
        return disk.ask(() -> fill(folder, name, values), loop, answer);
    }

    private static Optional<FilePage> fill(
            PublicFolder folder, String name, Map<String, String> values) {
        Optional<FilePiece> found = read(folder, name, 0, FileTemplate.MOST_BYTES);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        FilePiece piece = found.get();
        Optional<byte[]> filled =
                piece.size() > piece.bytes().length
                        ? Optional.empty()
                        : new FileTemplate(piece.name(), piece.bytes()).filled(values);
        if (filled.isEmpty()) {
            LOG.warn("{} is too long to have values in it", piece.name());
        }
        return filled.map(bytes -> new FilePage(piece.name(), bytes));
    }

    private static Optional<FilePiece> read(
            PublicFolder folder, String name, long from, int bytes) {
        try {
            return folder.read(name, from, bytes);
        } catch (IOException e) {
            LOG.debug("A public file cannot be read", e);
            return Optional.empty();
        }
    }
}
