package io.cumulonimbus.origin.lua.stream;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.origin.lua.object.Texts;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/**
 * What was sent through a stream.
 *
 * @param handler the name of who is to hear it
 * @param bytes its arguments, encoded
 */
public record DataBody(LuaValue handler, LuaString bytes) {
    private static final int HEAD = 3;

    /** The handler's name as an AMF0 string, then its arguments. */
    public static Optional<DataBody> of(Message body) {
        int length = body.length() < HEAD ? 0 : body.byteAt(1) << 8 | body.byteAt(2);
        if (body.length() < HEAD + length || body.byteAt(0) != 2) {
            return Optional.empty();
        }
        byte[] all = body.toBytes();
        String name = new String(all, HEAD, length, StandardCharsets.UTF_8);
        byte[] rest = Arrays.copyOfRange(all, HEAD + length, all.length);
        return Optional.of(new DataBody(Texts.toLua(name), LuaString.valueUsing(rest)));
    }
}
