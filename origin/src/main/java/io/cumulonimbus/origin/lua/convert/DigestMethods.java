package io.cumulonimbus.origin.lua.convert;

import io.cumulonimbus.origin.lua.host.ScriptHost;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.vm.Arguments;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.Varargs;

/** {@code hash(name, bytes)} and {@code hmac(name, key, bytes)}; results are raw bytes. */
public final class DigestMethods {
    private static final Map<String, String> NAMES =
            Map.of(
                    "md5", "MD5", "sha1", "SHA-1", "sha256", "SHA-256", "sha384", "SHA-384",
                    "sha512", "SHA-512");

    private final ScriptHost realm;

    private DigestMethods(ScriptHost realm) {
        this.realm = realm;
    }

    public static void addTo(ObjectKind<?> kind, ScriptHost realm) {
        DigestMethods methods = new DigestMethods(realm);
        kind.method("hash", (self, a) -> methods.hash(a))
                .method("hmac", (self, a) -> methods.hmac(a));
    }

    private static String algorithm(Arguments a) {
        String name = a.string(2).tojstring().toLowerCase(Locale.ROOT).replace("-", "");
        return Optional.ofNullable(NAMES.get(name))
                .orElseThrow(() -> a.fault(2, "md5, sha1, sha256, sha384 or sha512 expected"));
    }

    private Varargs hash(Arguments a) {
        String algorithm = algorithm(a);
        LuaString text = a.string(3);
        realm.machine().budget().pay(text.m_length >> 3);
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            digest.update(text.m_bytes, text.m_offset, text.m_length);
            return LuaString.valueUsing(digest.digest());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Varargs hmac(Arguments a) {
        String algorithm = "Hmac" + algorithm(a).replace("-", "");
        byte[] key = Texts.bytes(a.string(3));
        LuaString text = a.string(4);
        if (key.length == 0) {
            throw a.fault(3, "a key expected");
        }
        realm.machine().budget().pay(text.m_length >> 3);
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            mac.update(text.m_bytes, text.m_offset, text.m_length);
            return LuaString.valueUsing(mac.doFinal());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
