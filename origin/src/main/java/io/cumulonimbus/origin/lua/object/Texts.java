package io.cumulonimbus.origin.lua.object;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.luaj.vm2.LuaString;

/** Texts as Lua has them, in bytes of UTF-8, and back. */
public final class Texts {
    private Texts() {}

    public static LuaString toLua(String text) {
        return LuaString.valueUsing(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The text of a string; bytes that are no UTF-8 become the characters of the same numbers, so
     * that binary data arrives one character for each byte.
     */
    public static String toJava(LuaString string) {
        for (int i = 0; i < string.m_length; i++) {
            if (string.m_bytes[string.m_offset + i] < 0) {
                return decode(string);
            }
        }
        return latin(string);
    }

    private static String decode(LuaString string) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(string.m_bytes, string.m_offset, string.m_length))
                    .toString();
        } catch (CharacterCodingException binary) {
            return latin(string);
        }
    }

    private static String latin(LuaString string) {
        return new String(
                string.m_bytes, string.m_offset, string.m_length, StandardCharsets.ISO_8859_1);
    }

    /** A copy of the string's bytes. */
    public static byte[] bytes(LuaString string) {
        byte[] bytes = new byte[string.m_length];
        System.arraycopy(string.m_bytes, string.m_offset, bytes, 0, bytes.length);
        return bytes;
    }
}
