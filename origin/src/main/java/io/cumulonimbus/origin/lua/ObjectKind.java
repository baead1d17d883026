package io.cumulonimbus.origin.lua;

import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.Builtin;
import io.cumulonimbus.origin.lua.vm.Machine;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * What all objects of one kind in a realm have in common: their methods, and how they look
 * properties up.
 *
 * @param <T> the kind
 */
final class ObjectKind<T extends NativeObject> {
    private final Class<T> type;
    private final ScriptLog log;
    private final Assignments assignments;
    private final LuaTable methods = new LuaTable();
    private final LuaTable metatable = new LuaTable();

    /** What a method does. */
    interface Method<T> {
        Varargs call(T self, Arguments arguments);
    }

    /**
     * @param assignments hears of the fields that scripts add
     */
    ObjectKind(Class<T> type, ScriptLog log, Assignments assignments) {
        this.type = type;
        this.log = log;
        this.assignments = assignments;
        metatable.rawset(LuaValue.METATABLE, LuaValue.FALSE);
        metatable.rawset(LuaValue.INDEX, new Builtin("index", this::index));
        metatable.rawset(LuaValue.NEWINDEX, new Builtin("newindex", this::newIndex));
        metatable.rawset(
                LuaValue.CALL,
                new Builtin(
                        "call",
                        a ->
                                a.get(1) instanceof NativeObject self
                                        ? self.called(a)
                                        : LuaValue.NIL));
    }

    /** Adds a method; it must be called with a colon. */
    ObjectKind<T> method(String name, Method<T> body) {
        methods.rawset(
                name,
                new Builtin(
                        name,
                        a -> {
                            if (type.isInstance(a.get(1))) {
                                return body.call(type.cast(a.get(1)), a);
                            }
                            log.error("(method '" + name + "') call it with a colon");
                            return LuaValue.NONE;
                        }));
        return this;
    }

    /** Gives a method one more name. */
    ObjectKind<T> alias(String name, String method) {
        methods.rawset(name, methods.rawget(method));
        return this;
    }

    /** The machine of the realm. */
    Machine machine() {
        return log.machine();
    }

    LuaTable metatable() {
        return metatable;
    }

    private Varargs index(Arguments a) {
        if (!(a.get(1) instanceof NativeObject self)) {
            return LuaValue.NIL;
        }
        LuaValue key = a.get(2);
        if (!(key instanceof LuaString name)) {
            return self.element(key);
        }
        LuaValue method = methods.rawget(name);
        return method.isnil() ? self.property(name.tojstring()) : method;
    }

    private Varargs newIndex(Arguments a) {
        LuaValue key = a.get(2);
        if (a.get(1) instanceof NativeObject self) {
            if (!self.assignElement(key, a.get(3))) {
                self.rawset(key, a.get(3));
                assignments.assigned(self, key, a.get(3));
            }
        }
        return LuaValue.NONE;
    }
}
