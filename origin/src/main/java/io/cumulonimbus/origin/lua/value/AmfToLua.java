package io.cumulonimbus.origin.lua.value;

import io.cumulonimbus.amf.AmfArray;
import io.cumulonimbus.amf.AmfBoolean;
import io.cumulonimbus.amf.AmfByteArray;
import io.cumulonimbus.amf.AmfDate;
import io.cumulonimbus.amf.AmfDictionary;
import io.cumulonimbus.amf.AmfExternal;
import io.cumulonimbus.amf.AmfInteger;
import io.cumulonimbus.amf.AmfNothing;
import io.cumulonimbus.amf.AmfNumber;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfString;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.AmfVector;
import io.cumulonimbus.amf.AmfXml;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.vm.Budget;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** One conversion from AMF to Lua. */
final class AmfToLua {
    private static final double MAX_DATE_MS = 8.64e15;

    private final Budget budget;
    private final BiConsumer<String, LuaTable> onTyped;
    private final Externals externals;
    private final Map<AmfValue, LuaTable> seen = new IdentityHashMap<>(4);

    AmfToLua(Budget budget, BiConsumer<String, LuaTable> onTyped, Externals externals) {
        this.budget = budget;
        this.onTyped = onTyped;
        this.externals = externals;
    }

    LuaValue convert(AmfValue value) {
        budget.pay(1);
        return switch (value) {
            case AmfNothing n -> LuaValue.NIL;
            case AmfBoolean b -> LuaValue.valueOf(b.value());
            case AmfNumber n -> LuaValue.valueOf(n.value());
            case AmfInteger i -> LuaValue.valueOf(i.value());
            case AmfString s -> Texts.toLua(s.value());
            case AmfXml x -> Texts.toLua(x.text());
            case AmfDate d -> date(d);
            case AmfByteArray b -> bytes(b);
            case AmfVector v -> vector(v);
            case AmfArray a -> array(a);
            case AmfObject o -> object(o);
            case AmfExternal e -> external(e);
            case AmfDictionary d -> dictionary(d);
        };
    }

    /** Fields are UTC. */
    private static LuaTable date(AmfDate date) {
        LuaTable t = new LuaTable();
        t.rawset("__time", LuaValue.valueOf(date.epochMillis()));
        if (!(Math.abs(date.epochMillis()) <= MAX_DATE_MS)) {
            return t;
        }
        ZonedDateTime moment =
                Instant.ofEpochMilli((long) date.epochMillis()).atZone(ZoneOffset.UTC);
        t.rawset("year", LuaValue.valueOf(moment.getYear()));
        t.rawset("month", LuaValue.valueOf(moment.getMonthValue()));
        t.rawset("day", LuaValue.valueOf(moment.getDayOfMonth()));
        t.rawset("yday", LuaValue.valueOf(moment.getDayOfYear()));
        t.rawset("wday", LuaValue.valueOf(moment.getDayOfWeek().getValue() % 7));
        t.rawset("hour", LuaValue.valueOf(moment.getHour()));
        t.rawset("min", LuaValue.valueOf(moment.getMinute()));
        t.rawset("sec", LuaValue.valueOf(moment.getSecond()));
        t.rawset("msec", LuaValue.valueOf(moment.getNano() / 1_000_000));
        t.rawset("isdst", LuaValue.FALSE);
        return t;
    }

    private static LuaTable bytes(AmfByteArray value) {
        LuaTable t = new LuaTable();
        t.rawset("__raw", LuaString.valueUsing(value.bytes().clone()));
        return t;
    }

    private LuaValue vector(AmfVector vector) {
        LuaTable known = seen.get(vector);
        if (known != null) {
            return known;
        }
        LuaTable t = remember(vector);
        for (int i = 0; i < vector.size(); i++) {
            t.rawset(i + 1, convert(vector.at(i)));
        }
        return t;
    }

    /** Members that are named by numbers are elements too, in their order. */
    private LuaValue array(AmfArray array) {
        LuaTable known = seen.get(array);
        if (known != null) {
            return known;
        }
        LuaTable t = remember(array);
        int size = elements(array.elements(), t);
        for (Map.Entry<String, AmfValue> member : array.members().entrySet()) {
            LuaValue value = convert(member.getValue());
            if (isIndex(member.getKey())) {
                t.rawset(++size, value);
            } else {
                t.rawset(Texts.toLua(member.getKey()), value);
            }
        }
        return t;
    }

    private int elements(List<AmfValue> elements, LuaTable t) {
        int size = 0;
        for (AmfValue element : elements) {
            t.rawset(++size, convert(element));
        }
        return size;
    }

    private static boolean isIndex(String name) {
        return !name.isEmpty()
                && name.length() < 10
                && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private LuaValue object(AmfObject object) {
        LuaTable known = seen.get(object);
        if (known != null) {
            return known;
        }
        LuaTable t = remember(object);
        for (Map.Entry<String, AmfValue> member : object.members().entrySet()) {
            t.rawset(Texts.toLua(member.getKey()), convert(member.getValue()));
        }
        typed(object.className(), t);
        return t;
    }

    private LuaValue external(AmfExternal external) {
        Optional<LuaTable> read = externals.table(external);
        if (read.isPresent()) {
            return read.get();
        }
        LuaTable known = seen.get(external);
        if (known != null) {
            return known;
        }
        LuaTable t = remember(external);
        elements(external.parts(), t);
        typed(external.className(), t);
        return t;
    }

    private void typed(String className, LuaTable t) {
        if (!className.isEmpty()) {
            t.rawset("__type", Texts.toLua(className));
            onTyped.accept(className, t);
        }
    }

    private LuaValue dictionary(AmfDictionary dictionary) {
        LuaTable known = seen.get(dictionary);
        if (known != null) {
            return known;
        }
        LuaTable t = remember(dictionary);
        int size = 0;
        for (AmfDictionary.Entry entry : dictionary.entries()) {
            LuaValue key = convert(entry.key());
            boolean nan = key.type() == LuaValue.TNUMBER && Double.isNaN(key.todouble());
            if (!key.isnil() && !nan) {
                t.rawset(key, convert(entry.value()));
                size++;
            }
        }
        t.rawset("__size", LuaValue.valueOf(size));
        if (dictionary.weakKeys()) {
            LuaTable metatable = new LuaTable();
            metatable.rawset(LuaValue.MODE, LuaValue.valueOf("k"));
            t.setmetatable(metatable);
        }
        return t;
    }

    private LuaTable remember(AmfValue value) {
        LuaTable t = new LuaTable();
        seen.put(value, t);
        return t;
    }
}
