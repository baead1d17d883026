package io.cumulonimbus.origin.lua.memory;

import io.cumulonimbus.origin.lua.vm.Coroutine;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.luaj.vm2.LuaBoolean;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * About how much memory hangs on an object, as far as it belongs to scripts: values and frames of
 * Lua, and what our own classes hold of them, functions that wait in Java included. Ends as soon as
 * it is known to be too much.
 */
final class RetainedSize {
    private static final int HEADER = 16;
    private static final int REFERENCE = 4;
    private static final int WORD = 8;
    private static final int MAP_ENTRY = 48;
    private static final int NUMBER = 24;
    private static final int STRING = 32;
    private static final int TABLE = 16;
    private static final int ENTRY = 24;

    /** Strings of so many bytes may share them with others. */
    private static final int LONG = 64;

    /** Parts of one table, which nothing else refers to. */
    private static final String PARTS = LuaTable.class.getName() + "$";

    private static final VarHandle ARRAY = part("array", LuaValue[].class);
    private static final VarHandle HASH;
    private static final String[] OURS = {
        "org.luaj.vm2.", "io.cumulonimbus.origin.lua.", "io.cumulonimbus.amf."
    };

    private static final ClassValue<Layout> LAYOUTS =
            new ClassValue<>() {
                @Override
                protected Layout computeValue(Class<?> type) {
                    return Layout.of(type);
                }
            };

    static {
        VarHandle hash;
        try {
            Class<?> slots = Class.forName("[L" + PARTS + "Slot;");
            hash = part("hash", slots);
        } catch (ClassNotFoundException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
        HASH = hash;
    }

    private static VarHandle part(String name, Class<?> type) {
        try {
            return MethodHandles.privateLookupIn(LuaTable.class, MethodHandles.lookup())
                    .findVarHandle(LuaTable.class, name, type);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    /**
     * What objects of a class consist of.
     *
     * @param references its fields that may lead to more
     * @param followed whether they are followed
     * @param shared whether several others may refer to one object, which counts once
     */
    private record Layout(int bytes, Field[] references, boolean followed, boolean shared) {
        static Layout of(Class<?> type) {
            boolean ours = false;
            for (String prefix : OURS) {
                ours |= type.getName().startsWith(prefix);
            }
            boolean shared = !type.getName().startsWith(PARTS);
            if (!ours || type.isEnum()) {
                return new Layout(HEADER, new Field[0], false, true);
            }
            List<Field> references = new ArrayList<>();
            int bytes = HEADER;
            for (Class<?> c = type; c != Object.class && c != LuaTable.class; ) {
                bytes += fields(c, references);
                c = c.getSuperclass();
            }
            return new Layout(bytes, references.toArray(new Field[0]), true, shared);
        }

        private static int fields(Class<?> type, List<Field> references) {
            int bytes = 0;
            for (Field field : type.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers())) {
                    continue;
                }
                bytes += field.getType().isPrimitive() ? WORD : REFERENCE;
                if (!field.getType().isPrimitive() && field.trySetAccessible()) {
                    references.add(field);
                }
            }
            return bytes;
        }
    }

    private final long most;
    private final Deque<Object> waiting = new ArrayDeque<>();
    private final IdentitySet seen = new IdentitySet();
    private long bytes;
    private long objects;
    private int coroutines;

    private RetainedSize(long most) {
        this.most = most;
    }

    /**
     * Looks at everything that hangs on {@code root}.
     *
     * @param most bytes beyond which it is not worth looking further
     */
    static RetainedSize of(Object root, long most) {
        RetainedSize size = new RetainedSize(most);
        size.found(root);
        while (size.bytes <= size.most && !size.waiting.isEmpty()) {
            size.look(size.waiting.pop());
        }
        return size;
    }

    /** In bytes; more than asked for when it is too much. */
    long bytes() {
        return bytes;
    }

    /** How many objects were looked at. */
    long objects() {
        return objects;
    }

    /** How many coroutines among them have not ended. */
    int coroutines() {
        return coroutines;
    }

    private void found(Object object) {
        if (object instanceof LuaNumber) {
            bytes += NUMBER;
            return;
        }
        if (object == null || object instanceof LuaBoolean || object == LuaValue.NIL) {
            return;
        }
        Class<?> type = object.getClass();
        if (type.isArray() || !LAYOUTS.get(type).shared() || seen.add(object)) {
            waiting.push(object);
        }
    }

    private void look(Object object) {
        objects++;
        Class<?> type = object.getClass();
        if (type.isArray()) {
            array(object, type);
            return;
        }
        if (object instanceof LuaString string) {
            string(string);
            return;
        }
        if (object instanceof Varargs entry && type.getName().startsWith(PARTS)) {
            bytes += ENTRY;
            found(entry.arg1());
            found(entry.arg(2));
            return;
        }
        if (object instanceof LuaTable table) {
            table(table);
        } else if (object instanceof Coroutine coroutine && !coroutine.hasEnded()) {
            coroutines++;
        }
        Layout layout = LAYOUTS.get(type);
        bytes += layout.bytes();
        if (!layout.followed()) {
            library(object);
            return;
        }
        for (Field field : layout.references()) {
            try {
                follow(field.get(object));
            } catch (IllegalAccessException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    /** Arrays, such as a frame's, may be seen from elsewhere. */
    private void follow(Object value) {
        if (value == null || !value.getClass().isArray()) {
            found(value);
        } else if (seen.add(value)) {
            waiting.push(value);
        }
    }

    /** Parts of a long string keep all of it. */
    private void string(LuaString string) {
        bytes += STRING;
        if (string.m_bytes.length < LONG || seen.add(string.m_bytes)) {
            bytes += HEADER + string.m_bytes.length;
        }
    }

    /** Its arrays and their entries are its own, and are seen once. */
    private void table(LuaTable table) {
        bytes += TABLE;
        found(table.getmetatable());
        elements((Object[]) ARRAY.get(table));
        elements((Object[]) HASH.get(table));
    }

    private void elements(Object[] all) {
        bytes += HEADER + (long) REFERENCE * all.length;
        for (Object element : all) {
            found(element);
        }
    }

    private void array(Object array, Class<?> type) {
        int length = Array.getLength(array);
        if (type.getComponentType().isPrimitive()) {
            boolean single = type == byte[].class || type == boolean[].class;
            bytes += HEADER + (single ? 1L : (long) WORD) * length;
            return;
        }
        elements((Object[]) array);
    }

    /** What is Java's: only that which holds things of others leads anywhere. */
    private void library(Object object) {
        if (!object.getClass().getName().startsWith("java.")) {
            return;
        }
        try {
            contents(object);
        } catch (ConcurrentModificationException others) {
            // Another thread uses it too: it is not the script's alone, and small.
            bytes += HEADER;
        }
    }

    private void contents(Object object) {
        switch (object) {
            case String text -> bytes += HEADER + text.length();
            case Map<?, ?> map -> {
                bytes += (long) MAP_ENTRY * map.size();
                map.forEach(
                        (key, value) -> {
                            found(key);
                            found(value);
                        });
            }
            case Collection<?> all -> {
                bytes += (long) WORD * all.size();
                all.forEach(this::found);
            }
            case Optional<?> optional -> optional.ifPresent(this::found);
            default -> {}
        }
    }
}
