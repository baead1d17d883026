package io.cumulonimbus.origin.lua.vm;

import java.util.Optional;
import java.util.function.Supplier;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * One Lua state: its global table, its string library, what runs at the moment and what it may use
 * up. Owned by one loop; nothing in it is shared with another machine.
 */
public final class Machine {
    /** Nested calls of Lua functions. */
    static final int MAX_DEPTH = 20_000;

    /** Nested entries from Java: metamethods, comparators and the like. */
    static final int MAX_LEVEL = 190;

    private final LuaTable globals = new LuaTable();
    private final LuaTable stringMetatable = new LuaTable();
    private final Budget budget;
    private final Interpreter interpreter;
    private final Coroutines coroutines;
    private Watcher watcher = allocated -> {};
    private Optional<String> stopped = Optional.empty();

    /** The frame that runs, or that called the library function that runs; null outside. */
    Frame top;

    /** The coroutine that runs; null for the main program. */
    Coroutine current;

    /** How deep entries from Java are nested. */
    int level;

    /** Looks at the machine when nothing of it runs. */
    @FunctionalInterface
    public interface Watcher {
        /**
         * An event ended.
         *
         * @param allocated what it allocated, in bytes, freed or not
         */
        void eventEnded(long allocated);
    }

    /** A machine that may have any number of coroutines. */
    public Machine(Budget budget) {
        this(budget, Integer.MAX_VALUE);
    }

    /**
     * @param mostCoroutines how many coroutines may exist that have not ended
     */
    public Machine(Budget budget, int mostCoroutines) {
        this.budget = budget;
        this.coroutines = new Coroutines(mostCoroutines);
        this.interpreter = new Interpreter(this);
    }

    /** Has somebody told of the end of each event. */
    public void watch(Watcher newWatcher) {
        watcher = newWatcher;
    }

    /** From now on no event is begun; each ends at once for this reason. */
    public void stop(String reason) {
        stopped = Optional.of(reason);
    }

    /** Its coroutines that have not ended. */
    public Coroutines coroutines() {
        return coroutines;
    }

    /** The table behind all environments. */
    public LuaTable globals() {
        return globals;
    }

    /** What {@code getmetatable("")} answers; its {@code __index} is where methods come from. */
    public LuaTable stringMetatable() {
        return stringMetatable;
    }

    /** What the present event may still use up. */
    public Budget budget() {
        return budget;
    }

    /**
     * Compiles a chunk; running it is calling it.
     *
     * @param name what errors call it
     * @throws ScriptError when it does not compile
     */
    public Closure load(byte[] source, String name, LuaTable environment) {
        budget.pay(source.length);
        return Closure.main(this, Compiler.compile(source, name, budget), environment);
    }

    /**
     * Does something that calls into scripts, as one event with one budget; within an event, as
     * part of it.
     *
     * @throws ScriptError when a script failed
     * @throws ScriptAbort when the event used up its budget
     */
    public <T> T event(Supplier<T> work) {
        if (budget.isRunning()) {
            return work.get();
        }
        if (stopped.isPresent()) {
            throw new ScriptAbort(stopped.get());
        }
        budget.begin();
        try {
            return work.get();
        } catch (LuaError error) {
            throw error;
        } catch (RuntimeException | StackOverflowError error) {
            throw scriptError(error);
        } catch (OutOfMemoryError error) {
            throw new ScriptAbort("the server ran out of memory");
        } finally {
            top = null;
            current = null;
            level = 0;
            watcher.eventEnded(budget.end());
        }
    }

    /** Calls any value. */
    public Varargs call(LuaValue function, Varargs arguments) {
        if (function instanceof LuaFunction f) {
            budget.payToRead(arguments);
            return f.invoke(arguments);
        }
        LuaValue method = function.metatag(LuaValue.CALL);
        if (method.isnil()) {
            throw new ScriptFault("attempt to call a " + function.typename() + " value");
        }
        return method.invoke(LuaValue.varargsOf(function, arguments));
    }

    Varargs run(Closure closure, Varargs arguments) {
        Frame entry = interpreter.enter(closure, top, arguments);
        entry.base = true;
        return interpreter.run(entry, entry);
    }

    /** A new coroutine, not started. */
    public Coroutine coroutine(LuaFunction body) {
        return coroutines.made(new Coroutine(body));
    }

    /** The coroutine that runs; nil for the main program. */
    public LuaValue running() {
        return current == null ? LuaValue.NIL : current;
    }

    /** {@code pcall}. */
    public Builtin pcall() {
        return interpreter.calls().pcall;
    }

    /** {@code xpcall}. */
    public Builtin xpcall() {
        return interpreter.calls().xpcall;
    }

    /** {@code coroutine.yield}. */
    public Builtin yield() {
        return interpreter.calls().yield;
    }

    /** What {@code coroutine.status} says. */
    public String status(Coroutine coroutine) {
        return coroutine.status.name().toLowerCase(java.util.Locale.ROOT);
    }

    /**
     * Goes on with a coroutine until it yields or ends, and answers what it yields or returns.
     *
     * @throws LuaError when it fails, or cannot be resumed
     */
    public Varargs resume(Coroutine coroutine, Varargs arguments) {
        if (coroutine.status != Coroutine.Status.SUSPENDED) {
            throw new ScriptError("cannot resume " + status(coroutine) + " coroutine");
        }
        Coroutine previous = current;
        if (previous != null) {
            previous.status = Coroutine.Status.NORMAL;
        }
        current = coroutine;
        coroutine.status = Coroutine.Status.RUNNING;
        boolean yielded = false;
        try {
            Varargs results = interpreter.resume(coroutine, arguments);
            yielded = interpreter.yielded();
            return results;
        } finally {
            coroutine.status = yielded ? Coroutine.Status.SUSPENDED : Coroutine.Status.DEAD;
            coroutines.left(coroutine);
            current = previous;
            if (previous != null) {
                previous.status = Coroutine.Status.RUNNING;
            }
        }
    }

    /**
     * Where the function at a level is: {@code "file:line: "}, or empty when that is no Lua
     * function. Level 1 called the library function that asks.
     */
    public String where(int level) {
        Frame frame = frame(level);
        return frame == null ? "" : frame.p.shortsource() + ":" + frame.line() + ": ";
    }

    /** The function at a level of the stack; null when there are not so many. */
    public Closure function(int level) {
        Frame frame = frame(level);
        return frame == null ? null : frame.closure;
    }

    private Frame frame(int level) {
        Frame frame = top;
        for (int i = 1; i < level && frame != null; i++) {
            frame = frame.caller;
        }
        return frame;
    }

    /** The error as scripts see it, with its position. */
    LuaValue valueOf(Throwable error) {
        if (error instanceof ScriptError script) {
            return script.value();
        }
        if (error instanceof StackOverflowError) {
            return LuaValue.valueOf(where(1) + "stack overflow");
        }
        String text =
                error instanceof LuaError
                        ? error.getMessage()
                        : "internal error (" + error.getClass().getSimpleName() + ")";
        return LuaValue.valueOf(where(1) + text);
    }

    /** The error with its position, whatever it was. */
    public ScriptError scriptError(Throwable error) {
        return error instanceof ScriptError script ? script : new ScriptError(valueOf(error));
    }
}
