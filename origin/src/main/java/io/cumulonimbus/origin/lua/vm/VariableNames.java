package io.cumulonimbus.origin.lua.vm;

import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;

/** What the source calls the value in a register, for error messages. */
final class VariableNames {
    private static final LuaString ENV = LuaValue.valueOf("_ENV");

    private static final int LONGEST = 200;

    private VariableNames() {}

    private static String text(LuaString name) {
        return name.m_length <= LONGEST
                ? name.tojstring()
                : name.substring(0, LONGEST).tojstring() + "...";
    }

    /** A value with its name if it has one: {@code "global 'x' (a nil value)"}. */
    static String value(String name, LuaValue value) {
        String type = "a " + value.typename() + " value";
        return name.isEmpty() ? type : name + " (" + type + ")";
    }

    /** {@code "global 'x'"}, {@code "local 'x'"} and so on, or empty. */
    static String describe(Frame frame, int register) {
        return describe(frame.p, frame.pc - 1, register);
    }

    /** The same for an operand, which may be a constant. */
    static String describeOperand(Frame frame, int x) {
        return x > 0xff ? "" : describe(frame, x);
    }

    /** The upvalue of that number. */
    static String upvalue(Frame frame, int index) {
        LuaString name = frame.p.upvalues[index].name;
        return name == null || name.raweq(ENV) ? "" : "upvalue '" + text(name) + "'";
    }

    private static String describe(Prototype p, int pc, int register) {
        LuaString local = p.getlocalname(register + 1, pc);
        if (local != null && local.m_length > 0 && local.m_bytes[local.m_offset] != '(') {
            return "local '" + text(local) + "'";
        }
        int at = setter(p, pc, register);
        if (at < 0) {
            return "";
        }
        int i = p.code[at];
        return switch (i & 0x3f) {
            case Lua.OP_MOVE -> Frame.b(i) < Frame.a(i) ? describe(p, at, Frame.b(i)) : "";
            case Lua.OP_GETTABUP -> {
                LuaString table = p.upvalues[Frame.b(i)].name;
                yield key(p, i, table != null && table.raweq(ENV) ? "global" : "field");
            }
            case Lua.OP_GETTABLE -> key(p, i, "field");
            case Lua.OP_SELF -> key(p, i, "method");
            case Lua.OP_GETUPVAL -> "upvalue '" + text(p.upvalues[Frame.b(i)].name) + "'";
            default -> "";
        };
    }

    private static String key(Prototype p, int i, String kind) {
        int c = Frame.c(i);
        LuaValue key = c > 0xff ? p.k[c & 0xff] : LuaValue.NIL;
        return key instanceof LuaString name ? kind + " '" + text(name) + "'" : "";
    }

    /** The last instruction before {@code pc} that certainly wrote the register, or -1. */
    private static int setter(Prototype p, int pc, int register) {
        int found = -1;
        for (int at = 0; at < pc; at++) {
            int i = p.code[at];
            int a = Frame.a(i);
            switch (i & 0x3f) {
                case Lua.OP_LOADNIL -> {
                    if (a <= register && register <= a + Frame.b(i)) {
                        found = at;
                    }
                }
                case Lua.OP_TFORCALL -> found = register >= a + 2 ? at : found;
                case Lua.OP_CALL, Lua.OP_TAILCALL -> found = register >= a ? at : found;
                case Lua.OP_JMP -> {
                    int to = at + 1 + Frame.sbx(i);
                    if (at < to && to <= pc) {
                        at = to - 1;
                    }
                }
                case Compiler.OP_ARG_TABLE -> found = register == a ? at : found;
                default -> {
                    if (Lua.testAMode(i & 0x3f) && register == a) {
                        found = at;
                    }
                }
            }
        }
        return found;
    }
}
