package io.cumulonimbus.origin.lua.lib;

import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.Numbers;
import io.cumulonimbus.origin.lua.vm.ScriptFault;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The time (Lua 5.1 manual §5.8). Processes, files and the environment are not for scripts. */
final class OsLib {
    private static final LuaValue DEFAULT_FORMAT = LuaValue.valueOf("%c");
    private static final int LONGEST_FORMAT = 1000;
    private static final long START_NS = System.nanoTime();

    private OsLib() {}

    static LuaTable table() {
        LuaTable t = new LuaTable();
        Library.define(t, "time", OsLib::time);
        Library.define(t, "date", OsLib::date);
        Library.define(t, "clock", a -> LuaValue.valueOf((System.nanoTime() - START_NS) / 1e9));
        Library.define(t, "difftime", a -> LuaValue.valueOf(a.number(1) - a.number(2, 0)));
        Library.define(t, "getenv", a -> LuaValue.NIL);
        return t;
    }

    private static Varargs time(Arguments a) {
        if (a.absent(1)) {
            return LuaValue.valueOf((double) (System.currentTimeMillis() / 1000));
        }
        LuaTable t = a.table(1);
        try {
            return LuaValue.valueOf((double) seconds(t));
        } catch (DateTimeException tooFar) {
            return LuaValue.NIL;
        }
    }

    private static long seconds(LuaTable t) {
        LocalDateTime moment =
                LocalDateTime.of((int) field(t, "year", null), 1, 1, 0, 0)
                        .plusMonths(field(t, "month", null) - 1)
                        .plusDays(field(t, "day", null) - 1)
                        .plusHours(field(t, "hour", 12L))
                        .plusMinutes(field(t, "min", 0L))
                        .plusSeconds(field(t, "sec", 0L));
        return moment.atZone(ZoneId.systemDefault()).toEpochSecond();
    }

    private static long field(LuaTable t, String name, Long otherwise) {
        LuaValue value = Numbers.asNumber(t.get(name));
        if (!value.isnil()) {
            return (long) Math.clamp(value.todouble(), -999_999_999.0, 999_999_999.0);
        }
        if (otherwise == null) {
            throw new ScriptFault("field '" + name + "' missing in date table");
        }
        return otherwise;
    }

    private static Varargs date(Arguments a) {
        String format = a.string(1, DEFAULT_FORMAT.strvalue()).tojstring();
        boolean utc = format.startsWith("!");
        String pattern = utc ? format.substring(1) : format;
        if (pattern.length() > LONGEST_FORMAT) {
            throw a.fault(1, "format is too long");
        }
        double seconds = a.number(2, System.currentTimeMillis() / 1000.0);
        ZonedDateTime moment;
        try {
            moment =
                    Instant.ofEpochSecond((long) Math.floor(seconds))
                            .atZone(utc ? ZoneOffset.UTC : ZoneId.systemDefault());
        } catch (DateTimeException tooFar) {
            return LuaValue.NIL;
        }
        return pattern.startsWith("*t")
                ? fields(moment)
                : LuaValue.valueOf(DateFormat.format(pattern, moment));
    }

    private static LuaTable fields(ZonedDateTime moment) {
        LuaTable t = new LuaTable();
        t.rawset("year", LuaValue.valueOf(moment.getYear()));
        t.rawset("month", LuaValue.valueOf(moment.getMonthValue()));
        t.rawset("day", LuaValue.valueOf(moment.getDayOfMonth()));
        t.rawset("hour", LuaValue.valueOf(moment.getHour()));
        t.rawset("min", LuaValue.valueOf(moment.getMinute()));
        t.rawset("sec", LuaValue.valueOf(moment.getSecond()));
        t.rawset("wday", LuaValue.valueOf(moment.getDayOfWeek().getValue() % 7 + 1));
        t.rawset("yday", LuaValue.valueOf(moment.getDayOfYear()));
        boolean summer = moment.getZone().getRules().isDaylightSavings(moment.toInstant());
        t.rawset("isdst", LuaValue.valueOf(summer));
        return t;
    }
}
