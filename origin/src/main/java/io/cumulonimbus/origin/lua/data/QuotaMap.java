package io.cumulonimbus.origin.lua.data;

import io.cumulonimbus.origin.lua.vm.ScriptFault;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A map of texts that takes no more than so many characters, keys and values together. */
final class QuotaMap extends AbstractMap<String, String> {
    private final Map<String, String> kept;
    private final long most;
    private long characters;

    QuotaMap(Map<String, String> kept, long most) {
        this.kept = kept;
        this.most = most;
        kept.forEach((key, value) -> characters += key.length() + value.length());
    }

    @Override
    public String get(Object key) {
        return kept.get(key);
    }

    @Override
    public String put(String key, String value) {
        String old = kept.get(key);
        long more =
                old == null ? (long) key.length() + value.length() : value.length() - old.length();
        if (more > 0 && characters + more > most) {
            throw new ScriptFault("data is full");
        }
        characters += more;
        return kept.put(key, value);
    }

    @Override
    public String remove(Object key) {
        String old = kept.remove(key);
        if (old != null) {
            characters -= key.toString().length() + old.length();
        }
        return old;
    }

    /** Another node's text is there now, which nobody asks whether it may. */
    void adopted(String key, Optional<String> before, Optional<String> now) {
        characters -= before.map(text -> key.length() + text.length()).orElse(0);
        characters += now.map(text -> key.length() + text.length()).orElse(0);
    }

    @Override
    public int size() {
        return kept.size();
    }

    @Override
    public Set<Map.Entry<String, String>> entrySet() {
        return kept.entrySet();
    }
}
