package io.cumulonimbus.origin.lua.vm;

import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Calling, returning, yielding and failing: everything that goes from one frame to another. */
final class Calls {
    /** Carried out by the interpreter when Lua calls it, so that coroutines can yield inside. */
    final Builtin pcall = new Builtin("pcall", a -> guarded(a.any(1), null, a.values().subargs(2)));

    /** As {@link #pcall}. */
    final Builtin xpcall = new Builtin("xpcall", a -> guarded(a.any(1), a.any(2), LuaValue.NONE));

    /** Carried out by the interpreter: only Lua can yield. */
    final Builtin yield =
            new Builtin(
                    "yield",
                    a -> {
                        throw new ScriptFault(CANNOT_YIELD);
                    });

    private static final String CANNOT_YIELD = "attempt to yield across metamethod/C-call boundary";

    /** In instructions; texts of errors name variables and lines. */
    private static final int PRICE_OF_ERROR = 20;

    private final Machine machine;

    /** What the last loop ended with. */
    Varargs result = LuaValue.NONE;

    /** Whether it ended by a yield. */
    boolean yielded;

    Calls(Machine machine) {
        this.machine = machine;
    }

    Frame enter(Closure closure, Frame caller, Varargs arguments) {
        Frame frame = new Frame(closure, caller, arguments);
        if (frame.depth > Machine.MAX_DEPTH) {
            throw new ScriptFault("stack overflow");
        }
        return frame;
    }

    /** CALL and TFORCALL; answers the frame to go on with, null to leave the loop. */
    Frame call(Frame f, int i) {
        int a = Frame.a(i);
        boolean iterator = (i & 0x3f) == Lua.OP_TFORCALL;
        Varargs arguments = f.gather(a + 1, iterator ? 2 : Frame.b(i) - 1);
        LuaValue function = f.stack[a];
        if (function instanceof Closure closure) {
            return go(enter(closure, f, arguments));
        }
        return callOther(f, function, arguments, iterator ? -1 : a);
    }

    private Frame go(Frame frame) {
        machine.top = frame;
        return frame;
    }

    /** Anything but a Lua function; {@code register} is where it came from, for messages. */
    private Frame callOther(Frame f, LuaValue function, Varargs arguments, int register) {
        if (function == pcall) {
            return protectedCall(f, arguments.arg1(), null, arguments.subargs(2));
        }
        if (function == xpcall) {
            return protectedCall(f, arguments.arg1(), arguments.arg(2), LuaValue.NONE);
        }
        if (function == yield) {
            return suspend(f, arguments);
        }
        if (function instanceof LuaFunction builtin) {
            machine.budget().payToRead(arguments);
            Varargs results = builtin.invoke(arguments);
            machine.top = f;
            f.accept(results);
            return f;
        }
        LuaValue method = function.metatag(LuaValue.CALL);
        if (method.isnil()) {
            String name = register < 0 ? "" : VariableNames.describe(f, register);
            throw new ScriptFault("attempt to call " + VariableNames.value(name, function));
        }
        Varargs all = LuaValue.varargsOf(function, arguments);
        if (method instanceof Closure closure) {
            return go(enter(closure, f, all));
        }
        return callOther(f, method, all, -1);
    }

    private Frame protectedCall(Frame f, LuaValue function, LuaValue handler, Varargs arguments) {
        if (function instanceof Closure closure) {
            Frame callee = enter(closure, f, arguments);
            callee.guarded = true;
            callee.handler = handler;
            return go(callee);
        }
        f.accept(guarded(function, handler, arguments));
        return f;
    }

    private Varargs guarded(LuaValue function, LuaValue handler, Varargs arguments) {
        Frame before = machine.top;
        try {
            return prefixed(machine.call(function, arguments));
        } catch (RuntimeException | StackOverflowError error) {
            machine.top = before;
            return LuaValue.varargsOf(LuaValue.FALSE, handled(handler, error));
        }
    }

    private LuaValue handled(LuaValue handler, Throwable error) {
        LuaValue value = machine.valueOf(error);
        if (handler == null) {
            return value;
        }
        try {
            return machine.call(handler, value).arg1();
        } catch (RuntimeException | StackOverflowError again) {
            return LuaValue.valueOf("error in error handling");
        }
    }

    private Frame suspend(Frame f, Varargs values) {
        Coroutine coroutine = machine.current;
        if (coroutine == null || coroutine.level != machine.level) {
            throw new ScriptFault(CANNOT_YIELD);
        }
        coroutine.at = f;
        yielded = true;
        result = values;
        return null;
    }

    /** TAILCALL of a Lua function takes the place of the caller. */
    Frame tailCall(Frame f, int i) {
        LuaValue function = f.stack[Frame.a(i)];
        if (!(function instanceof Closure closure)) {
            return call(f, i);
        }
        Frame callee = enter(closure, f.caller, f.gather(Frame.a(i) + 1, Frame.b(i) - 1));
        callee.base = f.base;
        callee.guarded = f.guarded;
        callee.handler = f.handler;
        return go(callee);
    }

    /** Returns from a frame; answers its caller, or null when Java waits for it. */
    Frame leave(Frame f, Varargs results) {
        Varargs all = f.guarded ? prefixed(results) : results;
        if (f.base) {
            yielded = false;
            result = all;
            return null;
        }
        f.caller.accept(all);
        return go(f.caller);
    }

    /** {@code true} and the results; a chain of pairs would grow with each call around it. */
    private Varargs prefixed(Varargs results) {
        int n = results.narg();
        if (n <= 1) {
            return n == 0 ? LuaValue.TRUE : LuaValue.varargsOf(LuaValue.TRUE, results.arg1());
        }
        machine.budget().payForValues(n);
        LuaValue[] all = new LuaValue[n + 1];
        all[0] = LuaValue.TRUE;
        for (int i = 1; i <= n; i++) {
            all[i] = results.arg(i);
        }
        return LuaValue.varargsOf(all);
    }

    /** Finds who guards against an error and answers where to go on; throws when nobody does. */
    Frame recover(Throwable error) {
        machine.budget().pay(PRICE_OF_ERROR);
        for (Frame f = machine.top; f != null; f = f.caller) {
            if (f.guarded) {
                f.caller.accept(LuaValue.varargsOf(LuaValue.FALSE, handled(f.handler, error)));
                return f.caller;
            }
            if (f.base) {
                break;
            }
        }
        throw machine.scriptError(error);
    }
}
