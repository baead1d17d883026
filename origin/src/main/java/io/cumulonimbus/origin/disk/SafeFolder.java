package io.cumulonimbus.origin.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder that names do not lead out of, not even by symbolic links within it; the folder itself
 * may be one. Used on threads of the disk alone.
 *
 * @param root absolute; made when something is written
 */
public record SafeFolder(Path root) {
    private static final int MOST_DEPTH = 10;

    /**
     * The real path of a regular file in here, if there is one.
     *
     * @param name from {@link FileName}, with an ending
     * @throws IOException when it cannot be looked at, or lies elsewhere
     */
    public Optional<Path> find(String name) throws IOException {
        Path path = root.resolve(name);
        if (!Files.isRegularFile(path)) {
            return Optional.empty();
        }
        Path real = path.toRealPath();
        if (!real.startsWith(root.toRealPath())) {
            throw new IOException("a link leads out of the folder");
        }
        return Optional.of(real);
    }

    /**
     * The path of a file that is to be written; its folder is there then.
     *
     * @throws IOException when the folder cannot be made, or lies elsewhere
     */
    public Path prepare(String name) throws IOException {
        Files.createDirectories(root);
        Path folder = root.toRealPath();
        Path relative = Path.of(name);
        for (int i = 0; i < relative.getNameCount() - 1; i++) {
            folder = folder.resolve(relative.getName(i));
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                make(folder);
            }
        }
        return folder.resolve(relative.getFileName());
    }

    private void make(Path folder) throws IOException {
        try {
            Files.createDirectory(folder);
        } catch (FileAlreadyExistsException raced) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw new IOException("a link or file is in the way of a folder", raced);
            }
        }
    }

    /** Bytes of all files in here. */
    public long size() throws IOException {
        if (!Files.isDirectory(root)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(root, MOST_DEPTH)) {
            return files.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS))
                    .mapToLong(SafeFolder::size)
                    .sum();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            return 0;
        }
    }

    /** Makes names in the folder of this file outlast a power cut, where the system can. */
    public static void forceFolder(Path file) {
        try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException cannot) {
            // Not all systems can: then the file may be missing after a power cut, never half.
        }
    }
}
