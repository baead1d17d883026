package io.cumulonimbus.origin.lua.vm;

import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.UpValue;
import org.luaj.vm2.Upvaldesc;
import org.luaj.vm2.Varargs;

/** One call of a Lua function under way: its registers, and where it is. */
final class Frame {
    final Closure closure;
    final Prototype p;
    final int[] code;
    final LuaValue[] k;
    final LuaValue[] stack;
    final Varargs varargs;
    final Frame caller;
    final int depth;

    /** The next instruction. */
    int pc;

    /** Whether Java waits for its end, rather than the frame that called it. */
    boolean base;

    /** Whether its errors end here: it was called by pcall or xpcall. */
    boolean guarded;

    /** What xpcall lets look at errors, or null. */
    LuaValue handler;

    /** Values of unknown number, from register {@link #moreAt} on. */
    private Varargs more = LuaValue.NONE;

    private int moreAt;
    private UpValue[] open;

    Frame(Closure closure, Frame caller, Varargs arguments) {
        this.closure = closure;
        this.p = closure.p;
        this.code = p.code;
        this.k = p.k;
        this.stack = new LuaValue[p.maxstacksize];
        this.caller = caller;
        this.depth = caller == null ? 0 : caller.depth + 1;
        for (int i = 0; i < p.numparams; i++) {
            stack[i] = arguments.arg(i + 1);
        }
        this.varargs = p.is_vararg != 0 ? arguments.subargs(p.numparams + 1) : LuaValue.NONE;
    }

    LuaValue rk(int x) {
        return x > 0xff ? k[x & 0xff] : stack[x];
    }

    static int a(int i) {
        return i >> 6 & 0xff;
    }

    static int b(int i) {
        return i >>> 23;
    }

    static int c(int i) {
        return i >> 14 & 0x1ff;
    }

    static int bx(int i) {
        return i >>> 14;
    }

    static int sbx(int i) {
        return (i >>> 14) - 0x1ffff;
    }

    /** LOADBOOL, LOADNIL, LOADK, LOADKX. */
    void load(int i) {
        int a = a(i);
        switch (i & 0x3f) {
            case Lua.OP_LOADK -> stack[a] = k[bx(i)];
            case Lua.OP_LOADKX -> stack[a] = k[code[pc++] >>> 6];
            case Lua.OP_LOADBOOL -> {
                stack[a] = LuaValue.valueOf(b(i) != 0);
                if (c(i) != 0) {
                    pc++;
                }
            }
            default -> {
                for (int n = b(i); n >= 0; n--) {
                    stack[a++] = LuaValue.NIL;
                }
            }
        }
    }

    /** The values in {@code count} registers, or in all up to the last known when negative. */
    Varargs gather(int from, int count) {
        if (count >= 0) {
            return switch (count) {
                case 0 -> LuaValue.NONE;
                case 1 -> stack[from];
                case 2 -> LuaValue.varargsOf(stack[from], stack[from + 1]);
                default -> LuaValue.varargsOf(copy(from, count, 0));
            };
        }
        int fixed = moreAt - from;
        if (fixed == 0) {
            return more;
        }
        int n = more.narg();
        closure.machine.budget().payForValues(n);
        LuaValue[] all = copy(from, fixed, n);
        for (int j = 0; j < n; j++) {
            all[fixed + j] = more.arg(j + 1);
        }
        return all.length == 1 ? all[0] : LuaValue.varargsOf(all);
    }

    private LuaValue[] copy(int from, int count, int room) {
        LuaValue[] values = new LuaValue[count + room];
        System.arraycopy(stack, from, values, 0, count);
        return values;
    }

    /** Puts the results of a call in place that the last instruction made. */
    void accept(Varargs results) {
        int i = code[pc - 1];
        if ((i & 0x3f) == Lua.OP_TFORCALL) {
            put(a(i) + 3, c(i), results);
        } else {
            put(a(i), c(i) - 1, results);
        }
    }

    /** Puts {@code count} values into registers, or all when negative. */
    void put(int at, int count, Varargs values) {
        if (count < 0) {
            more = values;
            moreAt = at;
            return;
        }
        for (int j = 0; j < count; j++) {
            stack[at + j] = values.arg(j + 1);
        }
    }

    /** ARG_TABLE: the table that Lua 5.1 calls arg. */
    void argTable(int i) {
        int n = varargs.narg();
        closure.machine.budget().payForValues(n);
        LuaTable table = new LuaTable(n, 1);
        for (int j = 1; j <= n; j++) {
            table.rawset(j, varargs.arg(j));
        }
        table.rawset("n", LuaValue.valueOf(n));
        stack[a(i)] = table;
    }

    /** SETLIST. */
    void setList(int i) {
        int block = c(i) == 0 ? code[pc++] : c(i);
        int offset = (block - 1) * Lua.LFIELDS_PER_FLUSH;
        Varargs values = gather(a(i) + 1, b(i) == 0 ? -1 : b(i));
        LuaValue table = stack[a(i)];
        int n = values.narg();
        closure.machine.budget().payForValues(n);
        for (int j = 1; j <= n; j++) {
            table.rawset(offset + j, values.arg(j));
        }
    }

    /** CLOSURE. */
    void closure(int i) {
        Prototype nested = p.p[bx(i)];
        Closure made = new Closure(closure.machine, nested, closure.environment());
        Upvaldesc[] wanted = nested.upvalues;
        for (int j = 0; j < wanted.length; j++) {
            made.upvalues[j] =
                    wanted[j].instack ? upvalue(wanted[j].idx) : closure.upvalues[wanted[j].idx];
        }
        stack[a(i)] = made;
    }

    private UpValue upvalue(int register) {
        if (open == null) {
            open = new UpValue[stack.length];
        }
        if (open[register] == null) {
            open[register] = new UpValue(stack, register);
        }
        return open[register];
    }

    /** JMP, which also ends the life of the block's variables. */
    void jump(int i) {
        pc += sbx(i);
        int from = a(i) - 1;
        if (from >= 0 && open != null) {
            for (int j = from; j < open.length; j++) {
                if (open[j] != null) {
                    open[j].close();
                    open[j] = null;
                }
            }
        }
    }

    /** The line of the instruction that is being executed. */
    int line() {
        int at = Math.max(0, pc - 1);
        return p.lineinfo != null && at < p.lineinfo.length ? p.lineinfo[at] : 0;
    }
}
