package io.cumulonimbus.origin.lua.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * What the applications of one realm keep over a restart: a file of named maps of texts. Writes are
 * in memory at once and on disk a moment later. Opened when first needed.
 */
public final class DataStore {
    private static final String DATA = "data:";

    private final Path file;
    private Optional<MVStore> store = Optional.empty();

    public DataStore(Path file) {
        this.file = file;
    }

    /**
     * The map of one application.
     *
     * @throws UncheckedIOException when the file cannot be opened
     */
    Map<String, String> map(String application) {
        return open().openMap(DATA + application);
    }

    /** Their versions, in a cluster. */
    Map<String, String> versions(String application) {
        return open().openMap("versions:" + application);
    }

    /** The applications that have such maps; opens no file that is not there. */
    Set<String> applications() {
        Set<String> all = new TreeSet<>();
        if (store.isPresent() || Files.exists(file)) {
            for (String name : open().getMapNames()) {
                if (name.startsWith(DATA)) {
                    all.add(name.substring(DATA.length()));
                }
            }
        }
        return all;
    }

    private MVStore open() {
        if (store.isEmpty()) {
            try {
                Files.createDirectories(file.getParent());
                store = Optional.of(new MVStore.Builder().fileName(file.toString()).open());
            } catch (MVStoreException | IOException error) {
                throw new UncheckedIOException(new IOException("cannot open " + file, error));
            }
        }
        return store.get();
    }

    /** Everything is on disk when this returns. */
    void close() {
        store.ifPresent(MVStore::close);
        store = Optional.empty();
    }

    /** A map that keeps nothing. */
    static Map<String, String> forgetful() {
        return new TreeMap<>();
    }
}
