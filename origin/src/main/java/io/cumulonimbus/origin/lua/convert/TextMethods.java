package io.cumulonimbus.origin.lua.convert;

import io.cumulonimbus.origin.lua.host.ScriptHost;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.ScriptFault;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** {@code split}, {@code md5} and {@code sha256}. */
public final class TextMethods {
    private static final int MAX_PIECES = 8000;

    private final ScriptHost realm;

    private TextMethods(ScriptHost realm) {
        this.realm = realm;
    }

    public static void addTo(ObjectKind<?> kind, ScriptHost realm) {
        TextMethods methods = new TextMethods(realm);
        kind.method("split", (self, a) -> methods.split(a))
                .method("md5", (self, a) -> methods.digests(a, "MD5"))
                .method("sha256", (self, a) -> methods.digests(a, "SHA-256"));
    }

    /** Options: 1 leaves out empty pieces, 2 takes blanks around them away, 3 does both. */
    private Varargs split(Arguments a) {
        LuaString text = a.string(2);
        LuaString separators = a.string(3);
        int option = a.integer(4, 0);
        List<LuaValue> pieces = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= text.m_length; i++) {
            realm.machine().budget().pay(1 + (separators.m_length >> 3));
            if (i == text.m_length || separators.indexOf(text.m_bytes[text.m_offset + i], 0) >= 0) {
                piece(text.substring(start, i), option, pieces);
                start = i + 1;
            }
        }
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
                realm.log().error("(method '" + a.function() + "') takes strings only");
                results[i] = LuaValue.NIL;
            }
        }
        return LuaValue.varargsOf(results);
    }

    private LuaValue digest(LuaString s, String algorithm) {
        realm.machine().budget().pay(s.m_length >> 3);
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(s.m_bytes, s.m_offset, s.m_length);
            return LuaString.valueUsing(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
