package io.cumulonimbus.origin.sharedobject;

import io.cumulonimbus.amf.AmfReader;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.AmfWriter;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.amf.UnencodableAmfException;
import io.cumulonimbus.net.gateway.SparseLog;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.realm.KeptExchange;
import io.cumulonimbus.origin.cluster.realm.KeptTexts;
import io.cumulonimbus.origin.cluster.realm.RealmShare;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.slf4j.LoggerFactory;

/**
 * The persistent shared objects of all applications, as all origins of a cluster keep them: each
 * property is a text of its own, with its version. Owned by the shelf's loop, which may wait for
 * the disk.
 */
final class ObjectShelf implements KeptExchange.Keeper {
    /** Characters that the objects of one application may have. */
    static final long MOST_CHARACTERS = 64L << 20;

    private static final SparseLog LOG = new SparseLog(LoggerFactory.getLogger(ObjectShelf.class));
    private static final String WHAT = "objects";

    /** Between the names of object and property; names of objects have no such character. */
    private static final char BETWEEN = 0;

    private final ShelfFile file;
    private final Predicate<String> mayPersist;
    private final int mostObjects;
    private final ToLongFunction<String> epochs;
    private final Listener listener;
    private final Map<String, Section> sections = new HashMap<>();
    private long writer;
    private Optional<KeptExchange> exchange = Optional.empty();

    /** Hears, on the shelf's loop, what other origins have written. */
    interface Listener {
        /** A property has this value now, or was taken away. */
        void adopted(SharedObject.Key key, String property, Optional<AmfValue> value);
    }

    /** What one application has here. */
    private static final class Section {
        private final ShelfFile.Pages pages;
        private final KeptTexts texts;
        private long characters;
        private int objects;

        Section(ShelfFile.Pages pages, KeptTexts texts) {
            this.pages = pages;
            this.texts = texts;
            texts.forEach((key, text) -> count(key, text, 1));
        }

        private void count(String key, String text, int sign) {
            characters += sign * (key.length() + (long) text.length());
            objects += key.indexOf(BETWEEN) < 0 ? sign : 0;
        }

        /** Answers whether there was room. */
        boolean put(String key, String text, int mostObjects) {
            String old = texts.get(key);
            if (text.equals(old)) {
                return true;
            }
            boolean isObject = key.indexOf(BETWEEN) < 0;
            if (characters + key.length() + text.length() > MOST_CHARACTERS
                    || isObject && old == null && objects >= mostObjects) {
                return false;
            }
            remember(key, Optional.ofNullable(old), Optional.of(text));
            texts.put(key, text);
            return true;
        }

        void remove(String key) {
            remember(key, Optional.ofNullable(texts.remove(key)), Optional.empty());
        }

        void remember(String key, Optional<String> before, Optional<String> now) {
            before.ifPresent(text -> count(key, text, -1));
            now.ifPresent(text -> count(key, text, 1));
        }
    }

    /**
     * @param mayPersist which applications may have any
     * @param settings bounds of what one of them may have
     * @param epochs under which each is at home here; 0 where it is not
     */
    ObjectShelf(
            ShelfFile file,
            Predicate<String> mayPersist,
            SharedObjectSettings settings,
            ToLongFunction<String> epochs,
            Listener listener) {
        this.epochs = epochs;
        this.file = file;
        this.mayPersist = mayPersist;
        this.mostObjects = settings.files();
        this.listener = listener;
    }

    /** Keeps it the same as at other origins from now on. */
    void share(RealmShare share, Loop loop) {
        writer = share.self().incarnation();
        exchange = Optional.of(new KeptExchange(WHAT, share, loop, this));
    }

    /**
     * What is kept of an object; empty when nothing ever was.
     *
     * @throws UncheckedIOException when the file cannot be opened
     */
    Optional<Kept> load(String application, String name) {
        Section section = section(application);
        if (!section.pages.knows(name)) {
            return Optional.empty();
        }
        String version = section.texts.get(name);
        Map<String, AmfValue> properties = new LinkedHashMap<>();
        String start = name + BETWEEN;
        for (String key : keysOf(section, name)) {
            value(section.texts.get(key))
                    .ifPresent(value -> properties.put(key.substring(start.length()), value));
        }
        return Optional.of(new Kept(version == null ? 0 : Long.parseLong(version), properties));
    }

    private static List<String> keysOf(Section section, String name) {
        String start = name + BETWEEN;
        List<String> keys = new ArrayList<>();
        for (Iterator<String> all = section.pages.from(start); all.hasNext(); ) {
            String key = all.next();
            if (!key.startsWith(start)) {
                break;
            }
            keys.add(key);
        }
        return keys;
    }

    /**
     * Keeps what changed of an object; answers whether there was room for all of it.
     *
     * @throws UncheckedIOException when the file cannot be opened
     */
    boolean save(String application, String name, Kept kept, Optional<Set<String>> changed) {
        Section section = section(application);
        boolean well = true;
        boolean isNothing = kept.properties().isEmpty();
        if (!isNothing) {
            well = section.put(name, Long.toString(kept.version()), mostObjects);
        }
        if (well) {
            for (String property : changed.orElseGet(() -> every(section, name, kept))) {
                well &= save(section, name + BETWEEN + property, kept.properties().get(property));
            }
        }
        if (isNothing) {
            section.remove(name);
        }
        if (!well) {
            LOG.warn("The shared object " + name + " of /" + application + " is not kept: full");
        }
        return well;
    }

    private static Set<String> every(Section section, String name, Kept kept) {
        Set<String> all = new LinkedHashSet<>(kept.properties().keySet());
        keysOf(section, name).forEach(key -> all.add(key.substring(name.length() + 1)));
        return all;
    }

    private boolean save(Section section, String key, AmfValue value) {
        if (value == null) {
            section.remove(key);
            return true;
        }
        return section.put(key, text(value), mostObjects);
    }

    /** Bytes as characters: the shelf keeps texts. */
    private static String text(AmfValue value) {
        try {
            byte[] bytes = AmfWriter.amf0SwitchingToAmf3().write(value).toBytes();
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (UnencodableAmfException impossible) {
            throw new IllegalStateException(impossible); // nothing such is taken in an object
        }
    }

    private static Optional<AmfValue> value(String text) {
        try {
            return Optional.of(AmfReader.amf0(text.getBytes(StandardCharsets.ISO_8859_1)).read());
        } catch (MalformedAmfException broken) {
            LOG.warn("A property of a shared object is damaged, and left out");
            return Optional.empty();
        }
    }

    private Section section(String application) {
        Section known = sections.get(application);
        if (known == null) {
            ShelfFile.Pages pages = file.pages(application);
            known =
                    new Section(
                            pages,
                            new KeptTexts(
                                    pages.texts(),
                                    pages.versions(),
                                    writer,
                                    () -> epochs.applyAsLong(application),
                                    this::changed));
            sections.put(application, known);
        }
        return known;
    }

    private void changed() {
        exchange.ifPresent(KeptExchange::changed);
    }

    // What other origins keep

    @Override
    public Set<String> applications() {
        try {
            return file.applications();
        } catch (UncheckedIOException error) {
            LOG.warn("Shared objects of other origins are not kept: " + error.getMessage());
            return Set.of();
        }
    }

    @Override
    public Optional<KeptTexts> texts(String application) {
        try {
            return mayPersist.test(application)
                    ? Optional.of(section(application).texts)
                    : Optional.empty();
        } catch (UncheckedIOException error) {
            LOG.warn("Shared objects of other origins are not kept: " + error.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public void adopted(
            String application, String key, Optional<String> before, Optional<String> now) {
        section(application).remember(key, before, now);
        int between = key.indexOf(BETWEEN);
        if (between < 0) {
            return; // the object's version
        }
        Optional<AmfValue> value = now.flatMap(ObjectShelf::value);
        if (now.isEmpty() || value.isPresent()) {
            listener.adopted(
                    new SharedObject.Key(application, true, key.substring(0, between)),
                    key.substring(between + 1),
                    value);
        }
    }

    /** Tells the others all that was written here. */
    void tell() {
        exchange.ifPresent(KeptExchange::tellNow);
    }

    /** Everything is on disk when this returns. */
    void close() {
        exchange.ifPresent(KeptExchange::close);
        file.close();
    }
}
