package io.cumulonimbus.origin.web;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The folder {@code public} of an application. Nothing leads out of it: names are taken apart and
 * refused whole when a part of them could mean anything but a name, and links are followed inside
 * only. Scripts and files whose names begin with a dot are not there. Used on threads of the disk
 * alone.
 *
 * @param www the folder of all applications
 * @param folder of this one
 */
record PublicFolder(Path www, Path folder) {
    static final String NAME = "public";

    private static final int LONGEST_NAME = 512;
    private static final int MOST_PARTS = 16;
    private static final String INDEX = "index.html";
    private static final String SCRIPT = ".lua";
    private static final String UNWANTED = "\\:*?\"<>|~";

    /**
     * A part of a file, or nothing when there is no such file.
     *
     * @param name decoded, parts with slashes between them; behind a slash at the end is the index
     * @param from where to begin; below 0 so many bytes before the end
     * @param most bytes
     */
    Optional<FilePiece> read(String name, long from, int most) throws IOException {
        Optional<Path> found = find(name);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (FileChannel file = open(found.get())) {
            long size = file.size();
            long begin = Math.clamp(from < 0 ? size + from : from, 0, size);
            ByteBuffer piece = ByteBuffer.allocate((int) Math.min(most, size - begin));
            while (piece.hasRemaining() && file.read(piece, begin + piece.position()) > 0) {
                continue;
            }
            byte[] bytes = new byte[piece.position()];
            piece.flip().get(bytes);
            long modified = Files.getLastModifiedTime(found.get()).toMillis() / 1000;
            return Optional.of(
                    new FilePiece(plain(name).orElse(name), size, modified, begin, bytes));
        }
    }

    /** What was found is a real path, so that no link can be in the way but one made since. */
    private static FileChannel open(Path real) throws IOException {
        return FileChannel.open(real, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    /** The real path of a regular file. */
    Optional<Path> find(String name) throws IOException {
        Optional<String> whole = plain(name);
        if (whole.isEmpty()) {
            return Optional.empty();
        }
        try {
            Path root = folder.resolve(NAME);
            Path path = root.resolve(whole.get());
            if (!Files.isDirectory(root) || !Files.isRegularFile(path)) {
                return Optional.empty();
            }
            Path realRoot = root.toRealPath();
            Path real = path.toRealPath();
            boolean inside =
                    realRoot.startsWith(www.toRealPath())
                            && realRoot.endsWith(NAME)
                            && real.startsWith(realRoot)
                            && isPlain(realRoot.relativize(real).toString().replace('\\', '/'));
            return inside ? Optional.of(real) : Optional.empty();
        } catch (InvalidPathException strange) {
            return Optional.empty();
        }
    }

    /** The name of a file that may be there, with that of an index if it is left out. */
    static Optional<String> plain(String name) {
        String whole = name.isEmpty() || name.endsWith("/") ? name + INDEX : name;
        return Optional.of(whole).filter(PublicFolder::isPlain);
    }

    private static boolean isPlain(String name) {
        if (name.length() > LONGEST_NAME) {
            return false;
        }
        String[] parts = name.split("/", -1);
        for (String part : parts) {
            if (!isPlainPart(part)) {
                return false;
            }
        }
        return parts.length <= MOST_PARTS;
    }

    private static boolean isPlainPart(String part) {
        return !part.isEmpty()
                && part.charAt(0) != '.'
                && part.chars().noneMatch(c -> c < ' ' || c == 0x7f || UNWANTED.indexOf(c) >= 0)
                && !part.endsWith(".")
                && !part.endsWith(" ")
                && !part.toLowerCase(Locale.ROOT).endsWith(SCRIPT);
    }
}
