package io.cumulonimbus.origin.lua.vm;

import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.UpValue;
import org.luaj.vm2.Varargs;

/**
 * Executes instructions of LuaJ's compiler, one loop for as many nested Lua calls as there are.
 *
 * <p>Calls that Java has to see through (metamethods, comparators) nest another loop; a coroutine
 * can yield only from its own.
 */
final class Interpreter {
    private final Machine machine;
    private final Budget budget;
    private final Calls calls;

    Interpreter(Machine machine) {
        this.machine = machine;
        this.budget = machine.budget();
        this.calls = new Calls(machine);
    }

    Frame enter(Closure closure, Frame caller, Varargs arguments) {
        return calls.enter(closure, caller, arguments);
    }

    /** What carries out pcall, xpcall and yield. */
    Calls calls() {
        return calls;
    }

    /** Whether the last resume ended by a yield. */
    boolean yielded() {
        return calls.yielded;
    }

    Varargs resume(Coroutine coroutine, Varargs arguments) {
        calls.yielded = false;
        if (coroutine.at != null) {
            coroutine.at.accept(arguments);
            return run(coroutine.entry, coroutine.at);
        }
        if (!(coroutine.body instanceof Closure closure)) {
            return coroutine.body.invoke(arguments);
        }
        coroutine.entry = calls.enter(closure, null, arguments);
        coroutine.entry.base = true;
        return run(coroutine.entry, coroutine.entry);
    }

    /** Runs from {@code at} until {@code entry} returns or the coroutine yields. */
    Varargs run(Frame entry, Frame at) {
        Frame before = machine.top;
        if (++machine.level > Machine.MAX_LEVEL) {
            machine.level--;
            throw new ScriptFault("stack overflow");
        }
        if (machine.current != null && machine.current.entry == entry) {
            machine.current.level = machine.level;
        }
        try {
            Frame frame = at;
            while (frame != null) {
                machine.top = frame;
                try {
                    execute(frame);
                    frame = null;
                } catch (RuntimeException | StackOverflowError error) {
                    frame = calls.recover(error);
                }
            }
            return calls.result;
        } finally {
            machine.level--;
            machine.top = before;
        }
    }

    private void execute(Frame start) {
        Frame f = start;
        while (f != null) {
            budget.step();
            int i = f.code[f.pc++];
            LuaValue[] r = f.stack;
            switch (i & 0x3f) {
                case Lua.OP_MOVE -> r[Frame.a(i)] = r[Frame.b(i)];
                case Lua.OP_GETUPVAL -> r[Frame.a(i)] = f.closure.upvalues[Frame.b(i)].getValue();
                case Lua.OP_GETTABUP -> r[Frame.a(i)] = index(f, upvalue(f, Frame.b(i)), i, true);
                case Lua.OP_GETTABLE -> r[Frame.a(i)] = index(f, r[Frame.b(i)], i, false);
                case Lua.OP_SETTABUP -> store(f, upvalue(f, Frame.a(i)), i, true);
                case Lua.OP_SETTABLE -> store(f, r[Frame.a(i)], i, false);
                case Lua.OP_SETUPVAL -> f.closure.upvalues[Frame.b(i)].setValue(r[Frame.a(i)]);
                case Lua.OP_NEWTABLE -> r[Frame.a(i)] = new LuaTable();
                case Lua.OP_SELF -> self(f, i);
                case Lua.OP_ADD, Lua.OP_SUB, Lua.OP_MUL, Lua.OP_DIV, Lua.OP_MOD, Lua.OP_POW ->
                        r[Frame.a(i)] = arithmetic(f, i);
                case Lua.OP_UNM, Lua.OP_NOT, Lua.OP_LEN -> r[Frame.a(i)] = unary(f, i);
                case Lua.OP_CONCAT -> r[Frame.a(i)] = concat(f, i);
                case Lua.OP_JMP -> f.jump(i);
                case Lua.OP_EQ, Lua.OP_LT, Lua.OP_LE, Lua.OP_TEST, Lua.OP_TESTSET -> test(f, i);
                case Lua.OP_CALL, Lua.OP_TFORCALL -> f = calls.call(f, i);
                case Lua.OP_TAILCALL -> f = calls.tailCall(f, i);
                case Lua.OP_RETURN -> f = calls.leave(f, f.gather(Frame.a(i), Frame.b(i) - 1));
                case Lua.OP_FORLOOP -> Loops.step(f, i);
                case Lua.OP_FORPREP -> Loops.prepare(f, i);
                case Lua.OP_TFORLOOP -> Loops.next(f, i);
                case Lua.OP_SETLIST -> f.setList(i);
                case Lua.OP_CLOSURE -> f.closure(i);
                case Lua.OP_VARARG -> f.put(Frame.a(i), Frame.b(i) - 1, f.varargs);
                case Compiler.OP_ARG_TABLE -> f.argTable(i);
                default -> f.load(i);
            }
        }
    }

    private static LuaValue upvalue(Frame f, int index) {
        UpValue upvalue = f.closure.upvalues[index];
        return upvalue.getValue();
    }

    private LuaValue index(Frame f, LuaValue table, int i, boolean upvalue) {
        LuaValue key = f.rk(Frame.c(i));
        if (table instanceof LuaTable t) {
            budget.payToRead(key);
            return t.get(key);
        }
        return indexOther(f, table, key, Frame.b(i), upvalue);
    }

    private void self(Frame f, int i) {
        LuaValue object = f.stack[Frame.b(i)];
        LuaValue key = f.rk(Frame.c(i));
        f.stack[Frame.a(i) + 1] = object;
        f.stack[Frame.a(i)] =
                object instanceof LuaTable t
                        ? t.get(key)
                        : indexOther(f, object, key, Frame.b(i), false);
    }

    private LuaValue indexOther(Frame f, LuaValue o, LuaValue key, int at, boolean upvalue) {
        if (o.type() == LuaValue.TSTRING) {
            LuaValue methods = machine.stringMetatable().rawget(LuaValue.INDEX);
            return methods instanceof LuaFunction fn ? fn.call(o, key) : methods.get(key);
        }
        if (o.metatag(LuaValue.INDEX).isnil()) {
            throw indexFault(f, o, at, upvalue);
        }
        return o.get(key);
    }

    private static ScriptFault indexFault(Frame f, LuaValue o, int at, boolean upvalue) {
        String name = upvalue ? VariableNames.upvalue(f, at) : VariableNames.describe(f, at);
        return new ScriptFault("attempt to index " + VariableNames.value(name, o));
    }

    private void store(Frame f, LuaValue table, int i, boolean upvalue) {
        LuaValue key = f.rk(Frame.b(i));
        LuaValue value = f.rk(Frame.c(i));
        if (!(table instanceof LuaTable t)) {
            if (table.metatag(LuaValue.NEWINDEX).isnil()) {
                throw indexFault(f, table, Frame.a(i), upvalue);
            }
            table.set(key, value);
            return;
        }
        budget.payToRead(key);
        if (key.isnil()) {
            throw new ScriptFault("table index is nil");
        }
        if (key.type() == LuaValue.TNUMBER && Double.isNaN(key.todouble())) {
            throw new ScriptFault("table index is NaN");
        }
        t.set(key, value);
    }

    private static LuaValue arithmetic(Frame f, int i) {
        try {
            return Operators.arithmetic(i & 0x3f, f.rk(Frame.b(i)), f.rk(Frame.c(i)));
        } catch (Operators.OperandFault fault) {
            throw named(f, fault, fault.which == 0 ? Frame.b(i) : Frame.c(i));
        }
    }

    private static LuaValue unary(Frame f, int i) {
        LuaValue x = f.stack[Frame.b(i)];
        try {
            return switch (i & 0x3f) {
                case Lua.OP_NOT -> LuaValue.valueOf(!x.toboolean());
                case Lua.OP_LEN -> Operators.length(x);
                default -> Operators.negate(x);
            };
        } catch (Operators.OperandFault fault) {
            throw named(f, fault, Frame.b(i));
        }
    }

    private LuaValue concat(Frame f, int i) {
        try {
            return Operators.concat(f.stack, Frame.b(i), Frame.c(i), budget);
        } catch (Operators.OperandFault fault) {
            throw named(f, fault, fault.which);
        }
    }

    private static ScriptFault named(Frame f, Operators.OperandFault fault, int operand) {
        String name = VariableNames.describeOperand(f, operand);
        return new ScriptFault(fault.getMessage() + VariableNames.value(name, fault.value));
    }

    private void test(Frame f, int i) {
        boolean wanted = Frame.a(i) != 0;
        switch (i & 0x3f) {
            case Lua.OP_EQ -> {
                budget.payToRead(f.rk(Frame.b(i)));
                skip(f, f.rk(Frame.b(i)).eq_b(f.rk(Frame.c(i))) != wanted);
            }
            case Lua.OP_LT -> {
                budget.payToRead(f.rk(Frame.b(i)));
                skip(f, Operators.less(f.rk(Frame.b(i)), f.rk(Frame.c(i))) != wanted);
            }
            case Lua.OP_LE -> {
                budget.payToRead(f.rk(Frame.b(i)));
                skip(f, Operators.lessOrEqual(f.rk(Frame.b(i)), f.rk(Frame.c(i))) != wanted);
            }
            case Lua.OP_TEST -> skip(f, f.stack[Frame.a(i)].toboolean() != (Frame.c(i) != 0));
            default -> {
                LuaValue value = f.stack[Frame.b(i)];
                if (value.toboolean() == (Frame.c(i) != 0)) {
                    f.stack[Frame.a(i)] = value;
                } else {
                    f.pc++;
                }
            }
        }
    }

    private static void skip(Frame f, boolean skips) {
        if (skips) {
            f.pc++;
        }
    }
}
