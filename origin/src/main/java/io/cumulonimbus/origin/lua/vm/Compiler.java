package io.cumulonimbus.origin.lua.vm;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.compiler.LuaC;

/** Source to instructions: LuaJ's compiler with Lua 5.1's implicit {@code arg} added. */
final class Compiler {
    /** An instruction of our own: {@code R(A) := { n = count, ... }}. */
    static final int OP_ARG_TABLE = 40;

    private static final int MAX_SOURCE = 4 << 20;
    private static final int OPCODE = 0x3f;
    private static final byte BINARY = 27;

    /** In instructions, for each byte of source. */
    private static final int PRICE = 4;

    private static final Pattern SYMBOL = Pattern.compile("unexpected symbol (\\d+) \\(.*\\)");
    private static final int FIRST_TOKEN = 257;
    private static final List<String> TOKENS =
            List.of(
                    "and break do else elseif end false for function goto if in local nil not or"
                            .concat(" repeat return then true until while .. ... == >= <= ~= ::")
                            .concat(" <eof> <number> <name> <string> <eof>")
                            .split(" "));

    /** The source, each byte for a price: some chunks take the compiler long. */
    private static final class PaidStream extends ByteArrayInputStream {
        private final Budget budget;

        PaidStream(byte[] source, Budget budget) {
            super(source);
            this.budget = budget;
        }

        @Override
        public int read() {
            budget.pay(PRICE);
            return super.read();
        }
    }

    private int functions;
    private final BitSet tables;

    private Compiler(BitSet tables) {
        this.tables = tables;
    }

    /**
     * @param name what errors call the source, without {@code @} or {@code =} in front
     */
    static Prototype compile(byte[] source, String name, Budget budget) {
        byte[] text = withoutMark(source);
        if (text.length > MAX_SOURCE) {
            throw new ScriptError(name + ": chunk is too long");
        }
        if (text.length > 0 && text[0] == BINARY) {
            throw new ScriptError(name + ": precompiled chunks are not loaded");
        }
        ImplicitArg.Rewritten rewritten = ImplicitArg.rewrite(text, name);
        try {
            InputStream paid = new PaidStream(rewritten.source(), budget);
            Prototype main = LuaC.instance.compile(paid, "=" + name);
            new Compiler(rewritten.tables()).addArgTables(main);
            return main;
        } catch (LuaError error) {
            throw new ScriptError(readable(error.getMessage()));
        } catch (IOException | RuntimeException | StackOverflowError error) {
            throw new ScriptError(name + ": cannot be compiled");
        }
    }

    /** LuaJ shows the numbers of its tokens. */
    private static String readable(String message) {
        Matcher symbol = SYMBOL.matcher(message);
        if (!symbol.find()) {
            return message;
        }
        int token = Integer.parseInt(symbol.group(1)) - FIRST_TOKEN;
        String name =
                token >= 0 && token < TOKENS.size()
                        ? TOKENS.get(token)
                        : String.valueOf((char) (token + FIRST_TOKEN));
        return symbol.replaceFirst(
                Matcher.quoteReplacement("unexpected symbol near '" + name + "'"));
    }

    /** UTF-8's byte order mark, which editors put in front. */
    private static byte[] withoutMark(byte[] source) {
        boolean marked =
                source.length >= 3
                        && (source[0] & 0xff) == 0xef
                        && (source[1] & 0xff) == 0xbb
                        && (source[2] & 0xff) == 0xbf;
        return marked ? Arrays.copyOfRange(source, 3, source.length) : source;
    }

    /** Functions come in the order in which they begin in the source. */
    private void addArgTables(Prototype prototype) {
        for (Prototype nested : prototype.p) {
            if (tables.get(functions++)) {
                nested.code[0] = nested.code[0] & ~OPCODE | OP_ARG_TABLE;
            }
            addArgTables(nested);
        }
    }
}
