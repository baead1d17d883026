package io.cumulonimbus.origin.lua;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.origin.lua.vm.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * Values of AMF as Lua sees them and back: dates are tables with {@code __time}, byte arrays with
 * {@code __raw}, dictionaries with {@code __size}, objects of a class with {@code __type}.
 * References and cycles within one message stay what they are.
 */
final class Values {
    private final Machine machine;
    private final BiConsumer<String, LuaTable> onTyped;

    /**
     * @param onTyped hears of every object with a class that was read
     */
    Values(Machine machine, BiConsumer<String, LuaTable> onTyped) {
        this.machine = machine;
        this.onTyped = onTyped;
    }

    LuaValue toLua(AmfValue value) {
        return new AmfToLua(machine.budget(), onTyped).convert(value);
    }

    AmfValue toAmf(LuaValue value) {
        return new LuaToAmf(machine.budget()).convert(value);
    }

    /** Values of one message: a table that comes twice is one object. */
    List<AmfValue> toAmf(Varargs values) {
        LuaToAmf conversion = new LuaToAmf(machine.budget());
        List<AmfValue> all = new ArrayList<>(values.narg());
        for (int i = 1; i <= values.narg(); i++) {
            all.add(conversion.convert(values.arg(i)));
        }
        return all;
    }
}
