package io.cumulonimbus.origin.lua.cluster;

import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.origin.lua.convert.AmfMethods;
import io.cumulonimbus.origin.lua.host.ScriptHost;
import io.cumulonimbus.origin.lua.value.Values;
import io.cumulonimbus.origin.lua.vm.ScriptFault;
import java.util.Arrays;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Values of scripts on their way to other nodes, as AMF; within events. */
final class ClusterBytes {
    /** Longer names of functions are cut. */
    static final int LONGEST_HANDLER = 255;

    private ClusterBytes() {}

    static byte[] of(ScriptHost realm, Values values, Varargs all) {
        return AmfMethods.toAmf(realm, values, all);
    }

    static LuaValue value(Values values, byte[] bytes) {
        LuaValue[] all = all(values, bytes);
        return all.length == 0 ? LuaValue.NIL : all[0];
    }

    static LuaValue[] all(Values values, byte[] bytes) {
        try {
            return values.decode(bytes);
        } catch (MalformedAmfException error) {
            throw new ScriptFault("malformed AMF: " + error.getMessage());
        }
    }

    /** A call: one byte with the length of the function's name, the name, the arguments. */
    static byte[] call(LuaString handler, byte[] arguments) {
        int length = Math.min(LONGEST_HANDLER, handler.m_length);
        byte[] call = Arrays.copyOf(new byte[] {(byte) length}, 1 + length + arguments.length);
        System.arraycopy(handler.m_bytes, handler.m_offset, call, 1, length);
        System.arraycopy(arguments, 0, call, 1 + length, arguments.length);
        return call;
    }

    /** The name of the function that a call is for; empty when it is none. */
    static LuaString handler(byte[] call) {
        int length = call.length == 0 ? 0 : call[0] & 0xff;
        return length >= call.length
                ? LuaValue.EMPTYSTRING
                : LuaString.valueOf(Arrays.copyOfRange(call, 1, 1 + length));
    }

    /** The arguments of a call that has a handler. */
    static byte[] arguments(byte[] call) {
        return Arrays.copyOfRange(call, 1 + (call[0] & 0xff), call.length);
    }
}
