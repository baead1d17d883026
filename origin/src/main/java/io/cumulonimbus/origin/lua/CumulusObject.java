package io.cumulonimbus.origin.lua;

import io.cumulonimbus.amf.AmfReader;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.AmfWriter;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.amf.UnencodableAmfException;
import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.Builtin;
import io.cumulonimbus.origin.lua.vm.Machine;
import io.cumulonimbus.origin.lua.vm.ScriptFault;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** The global {@code cumulus}: the server as scripts see it. */
final class CumulusObject {
    private static final int AVM_PLUS = 0x11;
    private static final int MAX_PIECES = 8000;

    private final LuaRealm realm;
    private final Machine machine;
    private final ScriptLog log;
    private final Path www;
    private final LuaSettings settings;
    private final LuaTable cumulus = new LuaTable();
    private final LuaTable members = new LuaTable();

    CumulusObject(LuaRealm realm, Path www, LuaSettings settings) {
        this.realm = realm;
        this.machine = realm.machine();
        this.log = realm.log();
        this.www = www;
        this.settings = settings;
    }

    void install() {
        members.rawset("clients", realm.clients());
        members.rawset("publications", realm.publications());
        members.rawset("groups", realm.groups());
        members.rawset("publicAddress", LuaValue.valueOf(settings.publicAddress()));
        members.rawset("configs", configs());
        method("absolutePath", this::absolutePath);
        method("split", this::split);
        method("md5", a -> digests(a, "MD5"));
        method("sha256", a -> digests(a, "SHA-256"));
        method("toAMF", this::toAmf);
        method("toAMF0", this::toAmf0);
        method("fromAMF", this::fromAmf);
        LuaTable metatable = new LuaTable();
        metatable.rawset(LuaValue.METATABLE, LuaValue.FALSE);
        metatable.rawset(LuaValue.INDEX, new Builtin("index", a -> member(a.get(2))));
        cumulus.setmetatable(metatable);
        machine.globals().rawset("cumulus", cumulus);
    }

    private void method(String name, Builtin.Body body) {
        members.rawset(name, ObjectMethods.method(cumulus, name, log, body));
    }

    private LuaValue member(LuaValue key) {
        if (key instanceof LuaString s && s.tojstring().equals("epochTime")) {
            return LuaValue.valueOf((double) System.currentTimeMillis());
        }
        return members.rawget(key);
    }

    /** Leaves are texts, except that the text false becomes the boolean. */
    private LuaTable configs() {
        LuaTable root = new LuaTable();
        for (Map.Entry<String, String> entry : settings.configs().entrySet()) {
            String[] parts = entry.getKey().split("\\.");
            LuaTable table = root;
            for (int i = 0; i < parts.length - 1; i++) {
                if (!(table.rawget(parts[i]) instanceof LuaTable)) {
                    table.rawset(parts[i], new LuaTable());
                }
                table = table.rawget(parts[i]).checktable();
            }
            String last = parts[parts.length - 1];
            if (!(table.rawget(last) instanceof LuaTable)) {
                boolean isFalse = entry.getValue().equals("false");
                table.rawset(last, isFalse ? LuaValue.FALSE : Texts.toLua(entry.getValue()));
            }
        }
        return root;
    }

    private Varargs absolutePath(Arguments a) {
        String path = a.string(2, LuaValue.EMPTYSTRING).tojstring();
        String slash = path.isEmpty() || path.startsWith("/") ? "" : "/";
        return LuaValue.valueOf(www.toAbsolutePath().normalize() + slash + path + "/");
    }

    /** Options: 1 leaves out empty pieces, 2 takes blanks around them away, 3 does both. */
    private Varargs split(Arguments a) {
        LuaString text = a.string(2);
        LuaString separators = a.string(3);
        int option = a.integer(4, 0);
        List<LuaValue> pieces = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.m_length; i++) {
            if (i == text.m_length || separators.indexOf(text.m_bytes[text.m_offset + i], 0) >= 0) {
                piece(text.substring(start, i), option, pieces);
                start = i + 1;
            }
        }
        machine.budget().pay(text.m_length);
        return LuaValue.varargsOf(pieces.toArray(new LuaValue[0]));
    }

    private static void piece(LuaString piece, int option, List<LuaValue> pieces) {
        LuaString shown = (option & 2) == 0 ? piece : trimmed(piece);
        if (shown.m_length == 0 && (option & 1) != 0) {
            return;
        }
        if (pieces.size() == MAX_PIECES) {
            throw new ScriptFault("too many pieces to split into");
        }
        pieces.add(shown);
    }

    private static LuaString trimmed(LuaString s) {
        int from = 0;
        int to = s.m_length;
        while (from < to && isBlank(s.m_bytes[s.m_offset + from])) {
            from++;
        }
        while (to > from && isBlank(s.m_bytes[s.m_offset + to - 1])) {
            to--;
        }
        return s.substring(from, to);
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b >= 9 && b <= 13;
    }

    private Varargs digests(Arguments a, String algorithm) {
        LuaValue[] results = new LuaValue[a.count() - 1];
        for (int i = 0; i < results.length; i++) {
            if (a.get(i + 2) instanceof LuaString s) {
                results[i] = digest(s, algorithm);
            } else {
                log.error("(method '" + a.function() + "') takes strings only");
                results[i] = LuaValue.NIL;
            }
        }
        return LuaValue.varargsOf(results);
    }

    private LuaValue digest(LuaString s, String algorithm) {
        machine.budget().pay(s.m_length >> 3);
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(s.m_bytes, s.m_offset, s.m_length);
            return LuaString.valueUsing(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Values values() {
        return new Values(machine, (type, table) -> {});
    }

    /** AMF3 behind the AMF0 marker that switches to it, value by value. */
    private Varargs toAmf(Arguments a) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            AmfWriter writer = AmfWriter.amf3();
            int written = 0;
            for (AmfValue value : values().toAmf(a.values().subargs(2))) {
                byte[] all = writer.write(value).toBytes();
                out.write(AVM_PLUS);
                out.write(all, written, all.length - written);
                written = all.length;
            }
        } catch (UnencodableAmfException error) {
            throw new ScriptFault(error.getMessage());
        }
        return LuaString.valueUsing(out.toByteArray());
    }

    private Varargs toAmf0(Arguments a) {
        try {
            AmfWriter writer = AmfWriter.amf0SwitchingToAmf3();
            values().toAmf(a.values().subargs(2)).forEach(writer::write);
            return LuaString.valueUsing(writer.toBytes());
        } catch (UnencodableAmfException error) {
            throw new ScriptFault(error.getMessage());
        }
    }

    private Varargs fromAmf(Arguments a) {
        byte[] bytes = Texts.bytes(a.string(2));
        machine.budget().pay(bytes.length);
        try {
            Values values = values();
            LuaValue[] results =
                    AmfReader.amf0(bytes).readAll().stream()
                            .map(values::toLua)
                            .toArray(LuaValue[]::new);
            return LuaValue.varargsOf(results);
        } catch (MalformedAmfException error) {
            throw new ScriptFault("malformed AMF: " + error.getMessage());
        }
    }
}
