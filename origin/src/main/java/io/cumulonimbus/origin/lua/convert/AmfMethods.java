package io.cumulonimbus.origin.lua.convert;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.AmfWriter;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.amf.UnencodableAmfException;
import io.cumulonimbus.origin.lua.host.ScriptHost;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.value.Values;
import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.ScriptFault;
import java.io.ByteArrayOutputStream;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** {@code toAMF}, {@code toAMF0} and {@code fromAMF}. */
public final class AmfMethods {
    private static final int AVM_PLUS = 0x11;

    private final ScriptHost realm;

    private AmfMethods(ScriptHost realm) {
        this.realm = realm;
    }

    public static void addTo(ObjectKind<?> kind, ScriptHost realm) {
        AmfMethods methods = new AmfMethods(realm);
        kind.method("toAMF", (self, a) -> methods.toAmf(a))
                .method("toAMF0", (self, a) -> methods.toAmf0(a))
                .method("fromAMF", (self, a) -> methods.fromAmf(a));
    }

    private Values values() {
        return realm.caller().values();
    }

    /** AMF3 behind the AMF0 marker that switches to it, value by value. */
    private Varargs toAmf(Arguments a) {
        return LuaString.valueUsing(toAmf(realm, values(), a.values().subargs(2)));
    }

    public static byte[] toAmf(ScriptHost realm, Values values, Varargs given) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            AmfWriter writer = AmfWriter.amf3();
            int written = 0;
            for (AmfValue value : values.toAmf(given)) {
                byte[] all = writer.write(value).toBytes();
                out.write(AVM_PLUS);
                out.write(all, written, all.length - written);
                written = all.length;
                realm.machine().budget().payForString(written);
            }
        } catch (UnencodableAmfException error) {
            throw new ScriptFault(error.getMessage());
        }
        return out.toByteArray();
    }

    private Varargs toAmf0(Arguments a) {
        try {
            AmfWriter writer = AmfWriter.amf0SwitchingToAmf3();
            values().toAmf(a.values().subargs(2)).forEach(writer::write);
            byte[] all = writer.toBytes();
            realm.machine().budget().payForString(all.length);
            return LuaString.valueUsing(all);
        } catch (UnencodableAmfException error) {
            throw new ScriptFault(error.getMessage());
        }
    }

    private Varargs fromAmf(Arguments a) {
        byte[] bytes = Texts.bytes(a.string(2));
        realm.machine().budget().pay(bytes.length);
        try {
            return LuaValue.varargsOf(values().decode(bytes));
        } catch (MalformedAmfException error) {
            throw new ScriptFault("malformed AMF: " + error.getMessage());
        }
    }
}
