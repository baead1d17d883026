package io.cumulonimbus.origin.lua.value;

import io.cumulonimbus.amf.ExternalInput;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.origin.lua.object.Assignments;
import io.cumulonimbus.origin.lua.object.NativeObject;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.ScriptLog;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.ScriptFault;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Where an externalizable object reads itself; of no use after its {@code __readExternal}. */
final class ByteReader extends NativeObject {
    private final Values values;
    private Optional<ExternalInput> input;

    ByteReader(ObjectKind<ByteReader> kind, ExternalInput input, Values values) {
        super(kind);
        this.input = Optional.of(input);
        this.values = values;
    }

    /** What a method reads. */
    private interface Reading {
        Varargs read(ByteReader self, Arguments a) throws MalformedAmfException;
    }

    /** The kind, with its methods. */
    static ObjectKind<ByteReader> kind(ScriptLog log, Assignments assignments) {
        ObjectKind<ByteReader> kind = new ObjectKind<>(ByteReader.class, log, assignments);
        add(kind, "readBoolean", (r, a) -> LuaValue.valueOf(r.bytes(1).get() != 0));
        add(kind, "readByte", (r, a) -> LuaValue.valueOf(r.bytes(1).get()));
        add(kind, "readUnsignedByte", (r, a) -> LuaValue.valueOf(r.bytes(1).get() & 0xff));
        add(kind, "readShort", (r, a) -> LuaValue.valueOf(r.bytes(2).getShort()));
        add(kind, "readUnsignedShort", (r, a) -> LuaValue.valueOf(r.unsignedShort()));
        add(kind, "readInt", (r, a) -> LuaValue.valueOf(r.bytes(4).getInt()));
        add(
                kind,
                "readUnsignedInt",
                (r, a) -> LuaValue.valueOf((double) (r.bytes(4).getInt() & 0xffff_ffffL)));
        add(kind, "readFloat", (r, a) -> LuaValue.valueOf((double) r.bytes(4).getFloat()));
        add(kind, "readDouble", (r, a) -> LuaValue.valueOf(r.bytes(8).getDouble()));
        add(kind, "readBytes", (r, a) -> r.string(a.integer(2)));
        add(kind, "readUTFBytes", (r, a) -> r.string(a.integer(2)));
        add(kind, "readUTF", (r, a) -> r.string(r.unsignedShort()));
        add(kind, "readMultiByte", (r, a) -> r.text(a.integer(2), charset(a)));
        add(kind, "readAMF", (r, a) -> r.values(a.integer(2, 1)));
        return kind;
    }

    private static void add(ObjectKind<ByteReader> kind, String name, Reading reading) {
        kind.method(
                name,
                (self, a) -> {
                    try {
                        return reading.read(self, a);
                    } catch (MalformedAmfException end) {
                        throw new ScriptFault("malformed AMF: " + end.getMessage());
                    }
                });
    }

    /** The charset that is the third argument; UTF-8 where it is missing or unknown. */
    static Charset charset(Arguments a) {
        String name = a.string(3, LuaValue.valueOf("UTF-8")).tojstring();
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException unknown) {
            return StandardCharsets.UTF_8;
        }
    }

    private ExternalInput input() {
        return input.orElseThrow(() -> new ScriptFault("the reader is of no more use"));
    }

    /** Nothing is read any more. */
    void end() {
        input = Optional.empty();
        die();
    }

    private byte[] take(int length) throws MalformedAmfException {
        if (length < 0 || length > input().remaining()) {
            throw new MalformedAmfException("not so many bytes left");
        }
        return input().readBytes(length);
    }

    private ByteBuffer bytes(int length) throws MalformedAmfException {
        return ByteBuffer.wrap(take(length));
    }

    private int unsignedShort() throws MalformedAmfException {
        return bytes(2).getShort() & 0xffff;
    }

    private LuaString string(int length) throws MalformedAmfException {
        return LuaString.valueUsing(take(length));
    }

    private LuaString text(int length, Charset charset) throws MalformedAmfException {
        return Texts.toLua(new String(take(length), charset));
    }

    /** So many values; 0 is all that are left. */
    private Varargs values(int count) throws MalformedAmfException {
        List<LuaValue> all = new ArrayList<>();
        while (input().remaining() > 0 && (count == 0 || all.size() < count)) {
            all.add(values.toLua(input().readObject()));
        }
        return LuaValue.varargsOf(all.toArray(new LuaValue[0]));
    }
}
