package io.cumulonimbus.origin.lua.value;

import io.cumulonimbus.amf.AmfArray;
import io.cumulonimbus.amf.AmfByteArray;
import io.cumulonimbus.amf.AmfDate;
import io.cumulonimbus.amf.AmfDictionary;
import io.cumulonimbus.amf.AmfExternal;
import io.cumulonimbus.amf.AmfInteger;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfString;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.vm.Budget;
import io.cumulonimbus.origin.lua.vm.Numbers;
import io.cumulonimbus.origin.lua.vm.ScriptFault;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** One conversion from Lua to AMF; functions and the like become null. */
final class LuaToAmf {
    private static final int MAX_DEPTH = 120;

    /** Of strings in one message. */
    private static final long MOST_BYTES = 8 << 20;

    private static final LuaString RAW = LuaValue.valueOf("__raw");
    private static final LuaString TIME = LuaValue.valueOf("__time");
    private static final LuaString SIZE = LuaValue.valueOf("__size");
    private static final LuaString TYPE = LuaValue.valueOf("__type");

    private final Conversions with;
    private final Budget budget;
    private final Map<LuaTable, AmfValue> seen = new IdentityHashMap<>(4);
    private int depth;
    private long bytes;

    LuaToAmf(Conversions with) {
        this.with = with;
        this.budget = with.machine().budget();
    }

    AmfValue convert(LuaValue value) {
        budget.pay(1);
        return switch (value.type()) {
            case LuaValue.TBOOLEAN -> AmfValue.of(value.toboolean());
            case LuaValue.TNUMBER -> AmfInteger.orNumber(value.todouble());
            case LuaValue.TSTRING -> {
                LuaString string = value.strvalue();
                count(string);
                yield new AmfString(Texts.toJava(string));
            }
            case LuaValue.TTABLE -> table(value.checktable());
            default -> AmfValue.NULL;
        };
    }

    /** The client's loop would be busy with a longer message, and the client closed for it. */
    private void count(LuaString string) {
        bytes += string.m_length;
        budget.payForString(string.m_length);
        if (bytes > MOST_BYTES) {
            throw new ScriptFault("message is too long");
        }
    }

    private AmfValue table(LuaTable table) {
        AmfValue known = seen.get(table);
        if (known != null) {
            return known;
        }
        if (++depth > MAX_DEPTH) {
            throw new ScriptFault("table is nested too deeply");
        }
        try {
            return convertTable(table);
        } finally {
            depth--;
        }
    }

    private AmfValue convertTable(LuaTable table) {
        if (table.rawget(RAW) instanceof LuaString raw) {
            count(raw);
            return remember(table, new AmfByteArray(Texts.bytes(raw)));
        }
        if (table.rawget(TIME).type() == LuaValue.TNUMBER) {
            return remember(table, new AmfDate(table.rawget(TIME).todouble()));
        }
        if (table.rawget(SIZE).type() == LuaValue.TNUMBER) {
            return dictionary(table);
        }
        if (table.rawget(TYPE) instanceof LuaString type) {
            Optional<LuaFunction> writing = Externals.writing(table);
            if (writing.isPresent()) {
                AmfExternal external = remember(table, AmfExternal.recorded(Texts.toJava(type)));
                Externals.write(with, table, writing.get(), external, this::convert);
                return external;
            }
            return object(table, AmfObject.typed(Texts.toJava(type)));
        }
        if (table.rawlen() == 0 && hasName(table)) {
            return object(table, new AmfObject());
        }
        return array(table);
    }

    private static boolean hasName(LuaTable table) {
        for (Varargs e = table.next(LuaValue.NIL); !e.isnil(1); e = table.next(e.arg1())) {
            if (e.arg1().type() == LuaValue.TSTRING) {
                return true;
            }
        }
        return false;
    }

    private <T extends AmfValue> T remember(LuaTable table, T value) {
        seen.put(table, value);
        return value;
    }

    private AmfValue dictionary(LuaTable table) {
        LuaValue metatable = table.getmetatable();
        boolean weak =
                metatable != null
                        && metatable.rawget(LuaValue.MODE) instanceof LuaString mode
                        && mode.tojstring().contains("k");
        AmfDictionary dictionary = remember(table, new AmfDictionary(weak));
        for (Varargs e = table.next(LuaValue.NIL); !e.isnil(1); e = table.next(e.arg1())) {
            if (!SIZE.raweq(e.arg1())) {
                dictionary.add(convert(e.arg1()), convert(e.arg(2)));
            }
        }
        return dictionary;
    }

    private AmfValue object(LuaTable table, AmfObject object) {
        remember(table, object);
        for (Varargs e = table.next(LuaValue.NIL); !e.isnil(1); e = table.next(e.arg1())) {
            if (e.arg1() instanceof LuaString name && !TYPE.raweq(name)) {
                object.put(Texts.toJava(name), convert(e.arg(2)));
            }
        }
        return object;
    }

    private AmfValue array(LuaTable table) {
        int length = table.rawlen();
        AmfArray array = remember(table, new AmfArray());
        for (int i = 1; i <= length; i++) {
            array.add(convert(table.rawget(i)));
        }
        for (Varargs e = table.next(LuaValue.NIL); !e.isnil(1); e = table.next(e.arg1())) {
            LuaValue key = e.arg1();
            boolean element = key.isinttype() && key.toint() >= 1 && key.toint() <= length;
            LuaString name = element ? null : Numbers.asString(key);
            if (name != null) {
                array.put(Texts.toJava(name), convert(e.arg(2)));
            }
        }
        return array;
    }
}
