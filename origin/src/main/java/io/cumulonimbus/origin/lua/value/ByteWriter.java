package io.cumulonimbus.origin.lua.value;

import io.cumulonimbus.amf.AmfArray;
import io.cumulonimbus.amf.AmfByteArray;
import io.cumulonimbus.amf.AmfExternal;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.origin.lua.object.Assignments;
import io.cumulonimbus.origin.lua.object.NativeObject;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.ScriptLog;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.vm.Arguments;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Function;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Where an externalizable object writes itself; of no use after its {@code __writeExternal}. */
final class ByteWriter extends NativeObject {
    private final AmfExternal target;
    private final Function<LuaValue, AmfValue> conversion;

    /**
     * @param target recorded; takes what is written
     * @param conversion of the message that it is part of
     */
    ByteWriter(
            ObjectKind<ByteWriter> kind,
            AmfExternal target,
            Function<LuaValue, AmfValue> conversion) {
        super(kind);
        this.target = target;
        this.conversion = conversion;
    }

    /** The kind, with its methods. */
    static ObjectKind<ByteWriter> kind(ScriptLog log, Assignments assignments) {
        return new ObjectKind<>(ByteWriter.class, log, assignments)
                .method("writeBoolean", (w, a) -> w.number(1, a.get(2).toboolean() ? 1 : 0))
                .method("writeByte", (w, a) -> w.number(1, a.number(2)))
                .method("writeUnsignedByte", (w, a) -> w.number(1, a.number(2)))
                .method("writeShort", (w, a) -> w.number(2, a.number(2)))
                .method("writeUnsignedShort", (w, a) -> w.number(2, a.number(2)))
                .method("writeInt", (w, a) -> w.number(4, a.number(2)))
                .method("writeUnsignedInt", (w, a) -> w.number(4, a.number(2)))
                .method(
                        "writeFloat",
                        (w, a) -> w.bytes(bytes(4).putFloat((float) a.number(2)).array()))
                .method("writeDouble", (w, a) -> w.bytes(bytes(8).putDouble(a.number(2)).array()))
                .method("writeBytes", (w, a) -> w.bytes(Texts.bytes(a.string(2))))
                .method("writeUTFBytes", (w, a) -> w.bytes(Texts.bytes(a.string(2))))
                .method("writeUTF", (w, a) -> w.utf(a.string(2)))
                .method(
                        "writeMultiByte",
                        (w, a) ->
                                w.bytes(Texts.toJava(a.string(2)).getBytes(ByteReader.charset(a))))
                .method("writeAMF", ByteWriter::values);
    }

    private static ByteBuffer bytes(int length) {
        return ByteBuffer.allocate(length);
    }

    private Varargs number(int length, double value) {
        byte[] all = bytes(8).putLong((long) value).array();
        return bytes(Arrays.copyOfRange(all, 8 - length, 8));
    }

    private Varargs bytes(byte[] bytes) {
        target.add(new AmfByteArray(bytes));
        return LuaValue.NONE;
    }

    private Varargs utf(LuaString text) {
        number(2, text.m_length);
        return bytes(Texts.bytes(text));
    }

    private Varargs values(Arguments a) {
        for (int i = 2; i <= a.count(); i++) {
            target.add(AmfArray.of(conversion.apply(a.get(i))));
        }
        return LuaValue.NONE;
    }
}
