package io.cumulonimbus.origin.lua.object;

import io.cumulonimbus.origin.lua.vm.Builtin;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** Methods of the objects that scripts work with; they must be called with a colon. */
public final class ObjectMethods {
    private ObjectMethods() {}

    /** Adds a method to the object itself. */
    public static void define(LuaTable object, String name, ScriptLog log, Builtin.Body body) {
        object.rawset(name, method(object, name, log, body));
    }

    /** A method of one object; called on anything else it does nothing and says so in the log. */
    static LuaValue method(LuaTable object, String name, ScriptLog log, Builtin.Body body) {
        return new Builtin(
                name,
                a -> {
                    if (a.get(1) != object) {
                        log.error("(method '" + name + "') call it with a colon");
                        return LuaValue.NONE;
                    }
                    return body.call(a);
                });
    }
}
