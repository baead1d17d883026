package io.cumulonimbus.origin.lua.convert;

import io.cumulonimbus.origin.lua.host.ScriptHost;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.Numbers;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** {@code toQuery} and {@code fromQuery}: tables as the queries of URLs, and back. */
public final class QueryMethods {
    private QueryMethods() {}

    public static void addTo(ObjectKind<?> kind, ScriptHost realm) {
        kind.method("toQuery", (self, a) -> toQuery(a, realm))
                .method("fromQuery", (self, a) -> fromQuery(a, realm));
    }

    /** In the order of the keys; what is neither string, number nor boolean is left out. */
    private static Varargs toQuery(Arguments a, ScriptHost realm) {
        LuaTable table = a.table(2);
        Map<String, String> all = new TreeMap<>();
        long length = 0;
        for (LuaValue key : table.keys()) {
            LuaString name = Numbers.asString(key);
            LuaValue value = table.rawget(key);
            LuaString text =
                    value.isboolean()
                            ? LuaValue.valueOf(value.toboolean() ? "true" : "false")
                            : Numbers.asString(value);
            if (name != null && text != null) {
                length += 3L * (name.m_length + text.m_length) + 2;
                realm.machine().budget().payForString(length);
                all.put(encode(name), encode(text));
            }
        }
        StringJoiner query = new StringJoiner("&");
        all.forEach((name, text) -> query.add(name + "=" + text));
        return LuaValue.valueOf(query.toString());
    }

    private static String encode(LuaString text) {
        return URLEncoder.encode(Texts.toJava(text), StandardCharsets.UTF_8);
    }

    /** Of several values of one name the last one counts. */
    private static Varargs fromQuery(Arguments a, ScriptHost realm) {
        LuaString query = a.string(2);
        realm.machine().budget().payForString(query.m_length);
        realm.machine().budget().pay(query.m_length);
        LuaTable all = new LuaTable();
        for (String part : Texts.toJava(query).split("[&;]")) {
            int equals = part.indexOf('=');
            String name = equals < 0 ? part : part.substring(0, equals);
            if (!name.isEmpty()) {
                all.rawset(decode(name), decode(equals < 0 ? "" : part.substring(equals + 1)));
            }
        }
        return all;
    }

    private static LuaString decode(String text) {
        try {
            return Texts.toLua(URLDecoder.decode(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException asItIs) {
            return Texts.toLua(text);
        }
    }
}
