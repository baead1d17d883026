package io.cumulonimbus.origin.sharedobject;

import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.amf.UnencodableAmfException;
import io.cumulonimbus.net.gateway.SparseLog;
import io.cumulonimbus.origin.disk.SafeFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/** The persistent shared objects of one application, as files. Threads of the disk. */
final class ObjectFiles {
    private static final SparseLog LOG = new SparseLog(LoggerFactory.getLogger(ObjectFiles.class));
    private static final String ENDING = ".so";
    private static final int MOST_DEPTH = 10;
    private static final int UNKNOWN = -1;

    private final SafeFolder folder;
    private final int mostFiles;
    private final long mostBytes;
    private final AtomicInteger files = new AtomicInteger(UNKNOWN);

    ObjectFiles(SafeFolder folder, SharedObjectSettings settings) {
        this.folder = folder;
        this.mostFiles = settings.files();
        this.mostBytes = 4L * settings.objectBytes();
    }

    /** What was kept under a name; what cannot be read is put aside. */
    Kept load(String name) {
        try {
            Optional<Path> file = folder.find(name + ENDING);
            return file.isEmpty() ? Kept.NOTHING : read(file.get());
        } catch (IOException e) {
            LOG.warn("The shared object " + name + " cannot be read: " + e.getMessage());
            return Kept.NOTHING;
        }
    }

    private Kept read(Path file) throws IOException {
        try {
            if (Files.size(file) > mostBytes) {
                throw new MalformedAmfException("too long");
            }
            return Kept.of(Files.readAllBytes(file));
        } catch (MalformedAmfException broken) {
            LOG.warn("The shared object in " + file + " is damaged, and put aside");
            Path aside = file.resolveSibling("." + file.getFileName() + ".damaged");
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            return Kept.NOTHING;
        }
    }

    /** Writes it whole or not at all; nothing is kept as no file. Answers whether it went well. */
    boolean save(String name, Kept kept) {
        try {
            Path file = folder.prepare(name + ENDING);
            if (kept.properties().isEmpty()) {
                count(Files.deleteIfExists(file) ? -1 : 0);
                return true;
            }
            boolean isNew = Files.notExists(file);
            if (isNew && count(0) >= mostFiles) {
                throw new IOException("too many files");
            }
            write(file, kept.toBytes());
            count(isNew ? 1 : 0);
            return true;
        } catch (IOException | UnencodableAmfException e) {
            LOG.warn("The shared object " + name + " cannot be written: " + e.getMessage());
            return false;
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        try (FileChannel out =
                FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
            out.force(true);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        SafeFolder.forceFolder(file);
    }

    private int count(int more) throws IOException {
        if (files.get() == UNKNOWN) {
            try (Stream<Path> all = Files.walk(folder.root(), MOST_DEPTH)) {
                files.compareAndSet(
                        UNKNOWN, (int) all.filter(f -> f.toString().endsWith(ENDING)).count());
            }
            return files.get();
        }
        return files.addAndGet(more);
    }
}
