package io.cumulonimbus.origin.lua.data;

import io.cumulonimbus.origin.lua.lib.OwnPairs;
import io.cumulonimbus.origin.lua.object.NativeObject;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.vm.ScriptFault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * The global {@code data} of an application, or a table in it: booleans, numbers, strings and
 * tables that survive a restart. A table that is assigned is copied; what is read of it then is
 * such a table again.
 */
public final class DataTable extends NativeObject implements OwnPairs {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_ENTRIES = 250_000;
    private static final int LONGEST_KEY = 1024;
    private static final int PRICE = 20;
    private static final char SEPARATOR = '\u0000';
    private static final String TABLE = "t";

    private final ObjectKind<DataTable> kind;
    private final Map<String, String> store;
    private final String prefix;
    private final int depth;
    private final Map<LuaValue, LuaValue> values = new LinkedHashMap<>();

    DataTable(ObjectKind<DataTable> kind, Map<String, String> store) {
        this(kind, store, "", 0);
        List<Map.Entry<String, String>> entries = new ArrayList<>(store.entrySet());
        entries.sort(Map.Entry.comparingByKey());
        entries.forEach(e -> load(e.getKey().split(String.valueOf(SEPARATOR)), 0, e.getValue()));
    }

    private DataTable(
            ObjectKind<DataTable> kind, Map<String, String> store, String prefix, int depth) {
        super(kind);
        this.kind = kind;
        this.store = store;
        this.prefix = prefix;
        this.depth = depth;
    }

    private void load(String[] path, int at, String text) {
        LuaValue key = decode(path[at]);
        if (at < path.length - 1) {
            if (values.get(key) instanceof DataTable inner) {
                inner.load(path, at + 1, text);
            }
            return;
        }
        values.put(key, text.equals(TABLE) ? inner(key) : decode(text));
    }

    /** Another node's text is in the store now, or was taken away. */
    void adopt(String path, Optional<String> text) {
        adopt(path.split(String.valueOf(SEPARATOR)), 0, text);
    }

    private void adopt(String[] path, int at, Optional<String> text) {
        LuaValue key = decode(path[at]);
        boolean table = values.get(key) instanceof DataTable;
        if (at < path.length - 1) {
            if (table) {
                ((DataTable) values.get(key)).adopt(path, at + 1, text);
            }
        } else if (text.isEmpty()) {
            values.remove(key);
        } else if (!table || !text.get().equals(TABLE)) {
            load(path, at, text.get());
        }
    }

    private DataTable inner(LuaValue key) {
        return new DataTable(kind, store, path(key) + SEPARATOR, depth + 1);
    }

    private String path(LuaValue key) {
        return prefix + encode(key);
    }

    /** Bytes are characters of the same numbers; zeros, which separate, are written as two. */
    private static String encode(LuaValue value) {
        return switch (value.type()) {
            case LuaValue.TBOOLEAN -> value.toboolean() ? "b1" : "b0";
            case LuaValue.TNUMBER -> "n" + value.todouble();
            default ->
                    "s"
                            + new String(Texts.bytes(value.strvalue()), StandardCharsets.ISO_8859_1)
                                    .replace("\u0001", "\u0001\u0002")
                                    .replace("\u0000", "\u0001\u0001");
        };
    }

    private static LuaValue decode(String text) {
        String rest = text.substring(1);
        return switch (text.charAt(0)) {
            case 'b' -> LuaValue.valueOf(rest.equals("1"));
            case 'n' -> LuaValue.valueOf(Double.parseDouble(rest));
            default ->
                    LuaString.valueUsing(
                            rest.replace("\u0001\u0001", "\u0000")
                                    .replace("\u0001\u0002", "\u0001")
                                    .getBytes(StandardCharsets.ISO_8859_1));
        };
    }

    @Override
    protected LuaValue property(String name) {
        return element(LuaValue.valueOf(name));
    }

    @Override
    protected LuaValue element(LuaValue key) {
        return values.getOrDefault(key, NIL);
    }

    @Override
    protected boolean assignElement(LuaValue key, LuaValue value) {
        if (key.type() != LuaValue.TSTRING && key.type() != LuaValue.TNUMBER) {
            throw new ScriptFault("keys of data are strings and numbers");
        }
        if (key instanceof LuaString name && name.m_length > LONGEST_KEY) {
            throw new ScriptFault("key of data is too long");
        }
        kind.machine().budget().pay(PRICE);
        if (!value.isnil() && store.size() > MAX_ENTRIES) {
            throw new ScriptFault("data is full");
        }
        remove(key);
        if (value instanceof LuaTable table) {
            put(key, table);
        } else if (value.isboolean() || value.isnumber() || value.isstring()) {
            store.put(path(key), encode(value));
            values.put(key, value);
        } else if (!value.isnil()) {
            throw new ScriptFault("data holds no " + value.typename());
        }
        return true;
    }

    private void put(LuaValue key, LuaTable table) {
        if (depth >= MAX_DEPTH) {
            throw new ScriptFault("table is nested too deeply");
        }
        DataTable inner = inner(key);
        Map<LuaValue, LuaValue> copied = new LinkedHashMap<>();
        if (table instanceof DataTable other) {
            copied.putAll(other.values);
        } else {
            for (Varargs e = table.next(NIL); !e.isnil(1); e = table.next(e.arg1())) {
                kind.machine().budget().pay(1);
                copied.put(e.arg1(), e.arg(2));
            }
        }
        store.put(path(key), TABLE);
        values.put(key, inner);
        copied.forEach(inner::assignElement);
    }

    private void remove(LuaValue key) {
        LuaValue old = values.remove(key);
        if (old instanceof DataTable table) {
            table.forsake();
        }
        if (old != null) {
            store.remove(path(key));
        }
    }

    /** It is not kept any more; what is in it stays, as it may be about to be assigned anew. */
    private void forsake() {
        values.forEach(
                (key, value) -> {
                    if (value instanceof DataTable table) {
                        table.forsake();
                    }
                    store.remove(path(key));
                });
    }

    @Override
    public Varargs pairs() {
        kind.machine().budget().pay(values.size());
        LuaTable snapshot = new LuaTable();
        values.forEach(snapshot::rawset);
        return LuaValue.varargsOf(kind.machine().globals().rawget("next"), snapshot, NIL);
    }

    @Override
    public int rawlen() {
        int n = 0;
        while (values.containsKey(LuaValue.valueOf(n + 1))) {
            kind.machine().budget().pay(1);
            n++;
        }
        return n;
    }
}
