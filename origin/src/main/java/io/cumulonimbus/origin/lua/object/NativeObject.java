package io.cumulonimbus.origin.lua.object;

import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.ScriptFault;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * Something of the server as scripts see it: a table that they may add to, with properties and
 * methods behind their own fields. After the end of what it stands for it is a plain table.
 */
public abstract class NativeObject extends LuaTable {
    @SuppressWarnings("this-escape") // into a table of LuaJ, which asks nothing of us
    protected NativeObject(ObjectKind<?> kind) {
        setmetatable(kind.metatable());
    }

    /** A property; nil when there is none of that name. */
    protected LuaValue property(String name) {
        return NIL;
    }

    /** What stands at a key that is no string. */
    protected LuaValue element(LuaValue key) {
        return NIL;
    }

    /** Takes a property over; answers false when there is none of that name to be written to. */
    protected boolean assign(String name, LuaValue value) {
        return false;
    }

    /** Takes any key over; answers false when it is to be a field of the script's own. */
    protected boolean assignElement(LuaValue key, LuaValue value) {
        return key instanceof LuaString name && assign(name.tojstring(), value);
    }

    /** Whether functions that scripts put on it can be about clients and what they publish. */
    protected boolean hearsOfClients() {
        return true;
    }

    /** Called like a function. */
    protected Varargs called(Arguments a) {
        throw new ScriptFault("attempt to call a table value");
    }

    /** Takes properties and methods away; the script's own fields stay. */
    public void die() {
        setmetatable(null);
    }

    /** Whether what it stands for is still there. */
    public boolean isAlive() {
        return getmetatable() != null;
    }
}
