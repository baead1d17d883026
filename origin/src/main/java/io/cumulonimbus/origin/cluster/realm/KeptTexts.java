package io.cumulonimbus.origin.cluster.realm;

import java.util.AbstractMap;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * What one application keeps, texts under texts, each with its version, so that nodes can find what
 * they have to tell each other. What was taken away leaves its version. Owned by the realm's loop.
 */
public final class KeptTexts extends AbstractMap<String, String> {
    /** Parts that are compared as a whole. */
    static final int PARTS = 256;

    /** Versions of what was taken away; with more of them all are forgotten at the next start. */
    private static final int MOST_REMOVED = 100_000;

    private final Map<String, String> texts;
    private final Map<String, String> versions;
    private final long writer;
    private final LongSupplier epoch;
    private final Runnable changed;
    private final long[] digests = new long[PARTS];
    private final Set<String> dirty = new LinkedHashSet<>();

    /** One entry on its way to another node; without a text when it was taken away. */
    record Entry(String key, KeptVersion version, Optional<String> text) {}

    /**
     * @param texts where they are kept
     * @param versions where their versions are
     * @param writer incarnation of this node
     * @param epoch answers that of the lease under which this node writes; 0 without one
     * @param changed runs when something was written here
     */
    public KeptTexts(
            Map<String, String> texts,
            Map<String, String> versions,
            long writer,
            LongSupplier epoch,
            Runnable changed) {
        this.texts = texts;
        this.versions = versions;
        this.writer = writer;
        this.epoch = epoch;
        this.changed = changed;
        if (versions.size() > texts.size() + MOST_REMOVED) {
            versions.keySet().removeIf(key -> !texts.containsKey(key));
        }
        keys().forEach(this::count);
    }

    private Set<String> keys() {
        Set<String> all = new TreeSet<>(texts.keySet());
        all.addAll(versions.keySet());
        return all;
    }

    /** Counts an entry in the digest of its part, or takes it out again: twice is never. */
    private void count(String key) {
        Entry entry = entry(key);
        if (KeptMessage.length(entry) > KeptMessage.LONGEST_ENTRY) {
            return; // is not told to others
        }
        long hash = key.hashCode();
        hash = hash * 0x9E3779B97F4A7C15L + entry.version.counter();
        hash = hash * 0x9E3779B97F4A7C15L + entry.version.writer();
        hash = hash * 0x9E3779B97F4A7C15L + entry.text.map(String::hashCode).orElse(1);
        digests[part(key)] ^= (hash ^ hash >>> 29) * 0xBF58476D1CE4E5B9L;
    }

    private static int part(String key) {
        int hash = key.hashCode();
        return (hash ^ hash >>> 8 ^ hash >>> 16 ^ hash >>> 24) & PARTS - 1;
    }

    Entry entry(String key) {
        String version = versions.get(key);
        return new Entry(
                key,
                version == null ? KeptVersion.NONE : KeptVersion.of(version),
                Optional.ofNullable(texts.get(key)));
    }

    // This node's own side

    @Override
    public String get(Object key) {
        return texts.get(key);
    }

    @Override
    public boolean containsKey(Object key) {
        return texts.containsKey(key);
    }

    @Override
    public String put(String key, String value) {
        return write(key, Optional.of(value));
    }

    @Override
    public String remove(Object key) {
        return texts.containsKey(key) ? write(key.toString(), Optional.empty()) : null;
    }

    private String write(String key, Optional<String> value) {
        Entry before = entry(key);
        replace(before, new Entry(key, before.version.next(writer, epoch.getAsLong()), value));
        dirty.add(key);
        changed.run();
        return before.text.orElse(null);
    }

    private void replace(Entry before, Entry now) {
        if (before.text.isPresent() || before.version.counter() > 0) {
            count(now.key);
        }
        versions.put(now.key, now.version.toText());
        now.text.ifPresentOrElse(text -> texts.put(now.key, text), () -> texts.remove(now.key));
        count(now.key);
    }

    @Override
    public int size() {
        return texts.size();
    }

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
        return texts.entrySet();
    }

    // What other nodes have

    /** What was written here since this was asked last. */
    List<String> takeDirty() {
        List<String> all = List.copyOf(dirty);
        dirty.clear();
        return all;
    }

    /** Takes another node's entry if it is newer; answers whether it was. */
    boolean adopt(Entry theirs) {
        Entry ours = entry(theirs.key);
        int order = theirs.version.compareTo(ours.version);
        if (order < 0 || order == 0 && text(theirs).compareTo(text(ours)) <= 0) {
            return false;
        }
        replace(ours, theirs);
        return true;
    }

    private static String text(Entry entry) {
        return entry.text.orElse("");
    }

    long[] digests() {
        return digests.clone();
    }

    /** The parts that differ from those of another node. */
    BitSet differing(long[] theirs) {
        BitSet parts = new BitSet(PARTS);
        for (int i = 0; i < PARTS; i++) {
            parts.set(i, digests[i] != theirs[i]);
        }
        return parts;
    }

    /** The keys of some parts in order: tables come before what is in them. */
    List<String> keysOf(BitSet parts) {
        return keys().stream().filter(key -> parts.get(part(key))).toList();
    }
}
