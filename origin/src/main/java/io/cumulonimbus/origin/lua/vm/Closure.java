package io.cumulonimbus.origin.lua.vm;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.UpValue;
import org.luaj.vm2.Varargs;
import org.luaj.vm2.lib.VarArgFunction;

/** A Lua function: its instructions, the variables it closes over, and its environment. */
public final class Closure extends VarArgFunction {
    private static final LuaString ENV = LuaValue.valueOf("_ENV");

    final Machine machine;
    final Prototype p;
    final UpValue[] upvalues;
    private final int envIndex;
    private LuaTable environment;

    Closure(Machine machine, Prototype p, LuaTable environment) {
        this.machine = machine;
        this.p = p;
        this.upvalues = new UpValue[p.upvalues.length];
        this.envIndex = envIndex(p);
        this.environment = environment;
    }

    /** A main chunk, whose only variable from outside is its environment. */
    static Closure main(Machine machine, Prototype p, LuaTable environment) {
        Closure main = new Closure(machine, p, environment);
        main.environment(environment);
        return main;
    }

    private static int envIndex(Prototype p) {
        for (int i = 0; i < p.upvalues.length; i++) {
            if (ENV.raweq(p.upvalues[i].name)) {
                return i;
            }
        }
        return -1;
    }

    /** Where its global names are looked up. */
    public LuaTable environment() {
        return environment;
    }

    /** Changes the environment; functions it made before keep theirs. */
    public void environment(LuaTable table) {
        environment = table;
        if (envIndex >= 0) {
            upvalues[envIndex] = new UpValue(new LuaValue[] {table}, 0);
        }
    }

    /** The same function, sharing its variables, in another environment. */
    public Closure within(LuaTable table) {
        Closure other = new Closure(machine, p, table);
        System.arraycopy(upvalues, 0, other.upvalues, 0, upvalues.length);
        other.environment(table);
        return other;
    }

    /** The name of its parameter number {@code index}, from 1; empty when it has not so many. */
    public String parameter(int index) {
        return index <= p.numparams ? p.locvars[index - 1].varname.tojstring() : "";
    }

    @Override
    public Varargs invoke(Varargs arguments) {
        return machine.run(this, arguments);
    }

    @Override
    public String tojstring() {
        return "function: " + p.shortsource() + ":" + p.linedefined;
    }
}
