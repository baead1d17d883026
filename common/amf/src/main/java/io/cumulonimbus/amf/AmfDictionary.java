package io.cumulonimbus.amf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An AMF3 Dictionary: pairs of any values, in order, keys not necessarily distinct on the wire.
 * Mutable, with identity.
 */
public final class AmfDictionary implements AmfValue {
    private final boolean weakKeys;
    private List<Entry> entries = List.of();

    /** One pair of a dictionary. */
    public record Entry(AmfValue key, AmfValue value) {}

    /** An empty dictionary. */
    public AmfDictionary(boolean weakKeys) {
        this.weakKeys = weakKeys;
    }

    /** Whether ActionScript holds its keys weakly. */
    public boolean weakKeys() {
        return weakKeys;
    }

    /** Appends a pair; answers this dictionary. */
    public AmfDictionary add(AmfValue key, AmfValue value) {
        if (entries.isEmpty()) {
            entries = new ArrayList<>(4);
        }
        entries.add(new Entry(key, value));
        return this;
    }

    /** The pairs in order, not to be modified. */
    public List<Entry> entries() {
        return Collections.unmodifiableList(entries);
    }

    @Override
    public String toString() {
        return "AmfDictionary[" + entries.size() + "]";
    }
}
