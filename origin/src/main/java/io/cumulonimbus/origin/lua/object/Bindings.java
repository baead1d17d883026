package io.cumulonimbus.origin.lua.object;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The kinds of objects that scripts of a realm work with, each with the names that it has. */
public final class Bindings {
    private static final String SUFFIX = "Object";

    private final List<ObjectKind<?>> kinds = new ArrayList<>();

    void add(ObjectKind<?> kind) {
        kinds.add(kind);
    }

    /** In the order of their making. */
    public List<ObjectKind<?>> kinds() {
        return List.copyOf(kinds);
    }

    /** What a kind of objects of a class is called: {@code client} for {@code ClientObject}. */
    static String nameOf(Class<?> type) {
        String name = type.getSimpleName();
        String shorter =
                name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        return shorter.substring(0, 1).toLowerCase(Locale.ROOT) + shorter.substring(1);
    }
}
