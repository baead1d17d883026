package io.cumulonimbus.origin.sharedobject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of a shelf. What is written is in memory at once and on disk within a second. Opened
 * when first needed. Of several origins that have one folder the first has the file; the others
 * have in memory what it tells them.
 */
final class ShelfFile {
    private static final Logger LOG = LoggerFactory.getLogger(ShelfFile.class);
    private static final String TEXTS = "texts:";
    private static final String VERSIONS = "versions:";

    private final Path path;
    private Optional<MVStore> store = Optional.empty();

    /**
     * What is kept for one application: texts in the order of their keys, and their versions, also
     * of what was taken away.
     */
    record Pages(MVMap<String, String> texts, MVMap<String, String> versions) {
        /** Whether there ever was something under a key. */
        boolean knows(String key) {
            return texts.containsKey(key) || versions.containsKey(key);
        }

        /** The keys from this one on. */
        Iterator<String> from(String key) {
            return texts.keyIterator(key);
        }
    }

    ShelfFile(Path path) {
        this.path = path;
    }

    boolean exists() {
        return store.isPresent() || Files.exists(path);
    }

    /**
     * The pages of one application.
     *
     * @throws UncheckedIOException when the file cannot be opened
     */
    Pages pages(String application) {
        MVStore opened = open();
        return new Pages(
                opened.openMap(TEXTS + application), opened.openMap(VERSIONS + application));
    }

    /** The applications that have any; opens no file that is not there. */
    Set<String> applications() {
        Set<String> all = new TreeSet<>();
        if (exists()) {
            for (String name : open().getMapNames()) {
                if (name.startsWith(TEXTS)) {
                    all.add(name.substring(TEXTS.length()));
                }
            }
        }
        return all;
    }

    private MVStore open() {
        if (store.isEmpty()) {
            try {
                Files.createDirectories(path.getParent());
                store = Optional.of(new MVStore.Builder().fileName(path.toString()).open());
            } catch (MVStoreException error) {
                if (error.getErrorCode() != DataUtils.ERROR_FILE_LOCKED) {
                    throw new UncheckedIOException(new IOException("cannot open " + path, error));
                }
                LOG.warn("Another process has {}: shared objects are in memory here", path);
                store = Optional.of(new MVStore.Builder().open());
            } catch (IOException error) {
                throw new UncheckedIOException(error);
            }
        }
        return store.get();
    }

    /** Everything is on disk when this returns. */
    void close() {
        store.ifPresent(MVStore::close);
        store = Optional.empty();
    }
}
