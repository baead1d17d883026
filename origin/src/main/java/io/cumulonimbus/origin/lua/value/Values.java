package io.cumulonimbus.origin.lua.value;

import io.cumulonimbus.amf.AmfLimits;
import io.cumulonimbus.amf.AmfReader;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.ExternalClasses;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.tc.TcMessage;
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
public final class Values {
    private final Conversions with;
    private final BiConsumer<String, LuaTable> onTyped;
    private final Externals externals;

    /**
     * @param onTyped hears of every object with a class that was read
     */
    public Values(Conversions with, BiConsumer<String, LuaTable> onTyped) {
        this.with = with;
        this.onTyped = onTyped;
        this.externals = new Externals(with, this, onTyped);
    }

    public LuaValue toLua(AmfValue value) {
        return new AmfToLua(with.machine().budget(), onTyped, externals).convert(value);
    }

    /** Values of one message: an object that comes twice is one table. */
    public LuaValue[] toLua(List<AmfValue> values) {
        LuaValue[] all = new LuaValue[values.size()];
        AmfToLua conversion = new AmfToLua(with.machine().budget(), onTyped, externals);
        for (int i = 0; i < all.length; i++) {
            all[i] = conversion.convert(values.get(i));
        }
        return all;
    }

    /** All values of these bytes: AMF0, or AMF3 where it is switched to. */
    public LuaValue[] decode(byte[] bytes) throws MalformedAmfException {
        ExternalClasses classes = ExternalClasses.FLEX.otherwise(externals);
        return toLua(AmfReader.amf0(bytes, 0, bytes.length, AmfLimits.DEFAULT, classes).readAll());
    }

    /** A call with objects that scripts read; within an event. */
    public Command decode(TcMessage call) throws MalformedAmfException {
        return Command.decode(call, Command.LIMITS, ExternalClasses.FLEX.otherwise(externals));
    }

    public AmfValue toAmf(LuaValue value) {
        return new LuaToAmf(with).convert(value);
    }

    /** Values of one message: a table that comes twice is one object. */
    public List<AmfValue> toAmf(Varargs values) {
        LuaToAmf conversion = new LuaToAmf(with);
        List<AmfValue> all = new ArrayList<>(values.narg());
        for (int i = 1; i <= values.narg(); i++) {
            all.add(conversion.convert(values.arg(i)));
        }
        return all;
    }
}
