package io.cumulonimbus.origin.lua;

import io.cumulonimbus.origin.app.FileAnswer;
import io.cumulonimbus.origin.lua.client.ClientObject;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.vm.Numbers;
import io.cumulonimbus.origin.lua.vm.ScriptAbort;
import java.util.LinkedHashMap;
import java.util.Map;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * {@code client:onRead(file, parameters)}: nothing shows the file, nil or false none, a text
 * another one in its place, and a table, alone or behind a text, is what stands for tags in it.
 */
final class FileReading {
    private static final int MOST_VALUES = 256;
    private static final int MOST_TEXT = 64 << 10;
    private static final int DEEPEST = 4;

    private final Map<String, String> values = new LinkedHashMap<>();
    private int entries;
    private int length;

    private FileReading() {}

    /** Asks the function. What it fails over is refused, and written to the log. */
    static FileAnswer ask(LuaRealm realm, LuaFunction f, ClientObject client, String name) {
        try {
            return realm.machine()
                    .event(
                            () -> {
                                LuaValue[] all = {client, Texts.toLua(name), client.parameters()};
                                return of(f.invoke(LuaValue.varargsOf(all)), name);
                            });
        } catch (LuaError | ScriptAbort error) {
            realm.log().error(realm.text(error));
            return new FileAnswer.Refused();
        }
    }

    private static FileAnswer of(Varargs results, String asked) {
        LuaValue first = results.arg1();
        boolean told = first instanceof LuaString;
        String name = told ? Texts.toJava((LuaString) first).replaceFirst("^/+", "") : asked;
        LuaValue table = told ? results.arg(2) : first;
        if (table instanceof LuaTable given) {
            FileReading reading = new FileReading();
            reading.add("", given, 0);
            return new FileAnswer.Filled(name, reading.values);
        }
        boolean refused = results.narg() > 0 && !first.toboolean();
        return refused ? new FileAnswer.Refused() : new FileAnswer.Shown(name);
    }

    /** Tables inside are told with full stops: {@code user.name}. */
    private void add(String before, LuaTable table, int depth) {
        if (depth >= DEEPEST) {
            throw new LuaError("values of a file are nested too deeply");
        }
        LuaValue key = LuaValue.NIL;
        for (Varargs entry = table.next(key); !entry.arg1().isnil(); entry = table.next(key)) {
            key = entry.arg1();
            if (++entries > MOST_VALUES) {
                throw new LuaError("too many values of a file");
            }
            LuaString text = Numbers.asString(key);
            if (text != null) {
                value(before + Texts.toJava(text), entry.arg(2), depth);
            }
        }
    }

    private void value(String name, LuaValue value, int depth) {
        if (value instanceof LuaTable table) {
            add(name + ".", table, depth + 1);
            return;
        }
        LuaString text =
                value.isboolean() ? LuaValue.valueOf(value.tojstring()) : Numbers.asString(value);
        if (text == null) {
            return;
        }
        length += name.length() + text.m_length;
        values.put(name, Texts.toJava(text));
        if (length > MOST_TEXT) {
            throw new LuaError("values of a file are too long");
        }
    }
}
