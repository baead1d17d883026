package io.cumulonimbus.origin.lua.vm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * Gives vararg functions the local {@code arg} that Lua 5.1 declares in them (manual §2.5.9, option
 * LUAI_COMPAT_VARARG): a table of the extra arguments, or nil when the body uses {@code ...}
 * itself.
 *
 * <p>Works on the source, inserting a declaration behind the parameters on their own line, so line
 * numbers stay. Sources that are not well formed come back as they are, for the compiler to
 * complain about.
 */
final class ImplicitArg {
    private static final String NIL = " local arg;";
    private static final String TABLE = " local arg=...;";

    /** More than the compiler takes. */
    private static final int MAX_NESTING = 1000;

    /** The compiler takes a time that grows with the square of their number. */
    private static final int MAX_JUMPS = 5000;

    private final String name;
    private final Tokens tokens;
    private final Deque<Function> blocks = new ArrayDeque<>();
    private final List<Function> varargs = new ArrayList<>();
    private int functions;
    private int jumps;

    /** One function, or a block of another kind when its number is negative. */
    private static final class Function {
        final int number;
        int insertAt;
        boolean vararg;
        boolean usesDots;

        Function(int number) {
            this.number = number;
        }
    }

    /**
     * @param tables functions, numbered by where they begin, whose first instruction is to make the
     *     table
     */
    record Rewritten(byte[] source, BitSet tables) {}

    private ImplicitArg(byte[] source, String name) {
        this.name = name;
        this.tokens = new Tokens(source);
    }

    /**
     * @param name what errors call the source
     */
    static Rewritten rewrite(byte[] source, String name) {
        ImplicitArg scan = new ImplicitArg(source, name);
        if (!scan.run()) {
            return new Rewritten(source, new BitSet());
        }
        return scan.rewritten(source);
    }

    private boolean run() {
        while (tokens.next()) {
            switch (tokens.text()) {
                case "function" -> {
                    if (!function()) {
                        return false;
                    }
                }
                case "do", "if", "repeat" -> {
                    if (blocks.size() > MAX_NESTING) {
                        return false;
                    }
                    blocks.push(new Function(-1));
                }
                case "end", "until" -> {
                    if (blocks.poll() == null) {
                        return false;
                    }
                }
                case "..." -> useDots();
                case "break", "goto" -> {
                    if (++jumps > MAX_JUMPS) {
                        throw new ScriptError(name + ": chunk has too many jumps");
                    }
                }
                default -> {}
            }
        }
        return blocks.isEmpty();
    }

    private boolean function() {
        Function function = new Function(functions++);
        do {
            if (!tokens.next()) {
                return false;
            }
        } while (!tokens.text().equals("("));
        do {
            if (!tokens.next()) {
                return false;
            }
            function.vararg |= tokens.text().equals("...");
        } while (!tokens.text().equals(")"));
        function.insertAt = tokens.end();
        if (function.vararg) {
            varargs.add(function);
        }
        blocks.push(function);
        return true;
    }

    private void useDots() {
        for (Function block : blocks) {
            if (block.number >= 0) {
                block.usesDots = true;
                return;
            }
        }
    }

    private Rewritten rewritten(byte[] source) {
        BitSet tables = new BitSet();
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream(source.length + 64);
        int from = 0;
        for (Function function : varargs) {
            out.write(source, from, function.insertAt - from);
            from = function.insertAt;
            String declaration = function.usesDots ? NIL : TABLE;
            out.writeBytes(declaration.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            tables.set(function.number, !function.usesDots);
        }
        out.write(source, from, source.length - from);
        return new Rewritten(out.toByteArray(), tables);
    }
}
