package io.cumulonimbus.origin.lua.folder;

import io.cumulonimbus.origin.lua.lib.OwnMetatable;
import io.cumulonimbus.origin.lua.vm.Builtin;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * The globals of one application: what it assigned itself, and behind that whatever its place in
 * the tree shows it. A metatable that the script sets comes last.
 */
public final class Environment extends LuaTable implements OwnMetatable {
    private final BiConsumer<LuaValue, LuaValue> assigned;
    private LuaValue scriptMetatable = LuaValue.NIL;

    /**
     * @param behind looks up what is not its own; nil when nobody has it
     * @param assigned hears of each name that was not there and is assigned
     */
    public Environment(UnaryOperator<LuaValue> behind, BiConsumer<LuaValue, LuaValue> assigned) {
        this.assigned = assigned;
        LuaTable own = new LuaTable();
        own.rawset(INDEX, new Builtin("index", a -> lookUp(behind, a.get(1), a.get(2))));
        own.rawset(
                NEWINDEX,
                new Builtin(
                        "newindex",
                        a -> {
                            assign(a.get(2), a.get(3));
                            return NONE;
                        }));
        setmetatable(own);
    }

    private LuaValue lookUp(UnaryOperator<LuaValue> behind, LuaValue from, LuaValue key) {
        LuaValue found = behind.apply(key);
        LuaValue more = scriptMetatable;
        if (!found.isnil() || more.isnil()) {
            return found;
        }
        LuaValue index = more.rawget(INDEX);
        if (index.isfunction()) {
            return index.call(from, key);
        }
        return index.istable() ? index.get(key) : NIL;
    }

    private void assign(LuaValue key, LuaValue value) {
        LuaValue newIndex = scriptMetatable.isnil() ? NIL : scriptMetatable.rawget(NEWINDEX);
        if (newIndex.isfunction()) {
            newIndex.call(this, key, value);
        } else if (newIndex.istable()) {
            newIndex.set(key, value);
        } else {
            rawset(key, value);
            assigned.accept(key, value);
        }
    }

    /** Forgets everything the application assigned. */
    public void wipe() {
        scriptMetatable = NIL;
        for (Varargs e = next(NIL); !e.isnil(1); e = next(NIL)) {
            rawset(e.arg1(), NIL);
        }
    }

    @Override
    public LuaValue scriptMetatable() {
        return scriptMetatable;
    }

    @Override
    public void scriptMetatable(LuaValue metatable) {
        scriptMetatable = metatable;
    }
}
