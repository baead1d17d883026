package io.cumulonimbus.origin.lua.client;

import io.cumulonimbus.origin.lua.object.Texts;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** Ids of peers and groups, which scripts write as 32 bytes or as 64 hexadecimal digits. */
final class Ids {
    private static final int RAW = 32;

    private Ids() {}

    /** The id in 64 digits; empty when it is none. */
    static Optional<String> hex(LuaValue id) {
        if (!(id instanceof LuaString s)) {
            return Optional.empty();
        }
        if (s.m_length == RAW) {
            return Optional.of(HexFormat.of().formatHex(Texts.bytes(s)));
        }
        String text = s.m_length == 2 * RAW ? s.tojstring().toLowerCase(Locale.ROOT) : "";
        return Optional.of(text).filter(t -> t.matches("[0-9a-f]{64}"));
    }

    /** The id in 32 bytes; empty when it is none. */
    static Optional<byte[]> raw(LuaValue id) {
        return hex(id).map(HexFormat.of()::parseHex);
    }
}
