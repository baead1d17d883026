package io.cumulonimbus.origin.lua.object;

import io.cumulonimbus.origin.lua.lib.Library;
import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.Machine;
import io.cumulonimbus.origin.lua.vm.Numbers;
import java.util.function.Consumer;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What scripts write to the log, with their own file and line in front. */
public final class ScriptLog {
    private static final Logger LOG = LoggerFactory.getLogger("lua");
    private static final int MAX_LENGTH = 699;

    /** Of one line, in instructions: it is written to a file. */
    private static final int PRICE = 200;

    private final Machine machine;
    private final RepeatedLines repeated = new RepeatedLines();

    public ScriptLog(Machine machine) {
        this.machine = machine;
    }

    public Machine machine() {
        return machine;
    }

    public void install(LuaTable globals) {
        level(globals, "ERROR", LOG::error);
        level(globals, "WARN", LOG::warn);
        level(globals, "NOTE", LOG::info);
        level(globals, "INFO", LOG::info);
        level(globals, "DEBUG", LOG::debug);
        level(globals, "TRACE", LOG::trace);
    }

    private void level(LuaTable globals, String name, Consumer<String> log) {
        Library.define(
                globals,
                name,
                a -> {
                    machine.budget().pay(PRICE);
                    log.accept(located(joined(a)));
                    return LuaValue.NONE;
                });
    }

    private static String joined(Arguments a) {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i <= a.count() && text.length() < MAX_LENGTH; i++) {
            LuaString simple = Numbers.asString(a.get(i));
            if (simple != null) {
                int most = Math.min(simple.m_length, MAX_LENGTH);
                text.append(simple.substring(0, most).tojstring());
            } else if (a.get(i).isnil()) {
                text.append("(null)");
            } else if (a.get(i).isboolean()) {
                text.append(a.get(i).toboolean() ? "(true)" : "(false)");
            } else {
                text.append(a.get(i).typename()).append("_0x");
                text.append(Integer.toHexString(System.identityHashCode(a.get(i))));
            }
        }
        return text.toString();
    }

    private String located(String text) {
        String where = machine.where(1);
        String all = where.isEmpty() ? text : where.replaceFirst(":(\\d+): $", "[$1] ") + text;
        String line = all.replace('\n', ' ').replace('\r', ' ');
        return line.length() > MAX_LENGTH ? line.substring(0, MAX_LENGTH) : line;
    }

    /** For {@code print}. */
    public void print(String text) {
        LOG.info("{}", located(text));
    }

    /** About a script, from its machinery; the same again is counted only, for some seconds. */
    public void error(String text) {
        repeated.take(located(text), machine.budget().lastNs()).ifPresent(LOG::error);
    }

    /** The same, of less weight. */
    public void warn(String text) {
        repeated.take(located(text), machine.budget().lastNs()).ifPresent(LOG::warn);
    }
}
