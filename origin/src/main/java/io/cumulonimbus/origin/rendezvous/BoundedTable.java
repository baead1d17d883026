package io.cumulonimbus.origin.rendezvous;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets what was not used for longest when it is full. */
final class BoundedTable<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;

    private final int most;

    BoundedTable(int most) {
        super(16, 0.75f, true);
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
    }
}
