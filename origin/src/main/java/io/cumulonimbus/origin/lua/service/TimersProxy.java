package io.cumulonimbus.origin.lua.service;

import io.cumulonimbus.net.loop.Cancellable;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.lua.host.ScriptHost;
import io.cumulonimbus.origin.lua.object.NativeObject;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.ScriptAbort;
import io.cumulonimbus.origin.lua.vm.ScriptFault;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * The timers of a realm's scripts, on its loop. A timer calls its function once; when that returns
 * a number, again after so many milliseconds.
 */
public final class TimersProxy {
    private static final int MOST = 1000;
    private static final double LEAST_MS = 1;
    private static final double MOST_MS = 1e10;

    private final ScriptHost realm;
    private final Loop loop;
    private final ObjectKind<TimerObject> kind;
    private int running;

    public TimersProxy(ScriptHost realm) {
        this.realm = realm;
        this.loop = realm.loop();
        this.kind = new ObjectKind<>(TimerObject.class, realm.log(), realm.assignments());
        kind.method(
                "cancel",
                (self, a) -> {
                    self.end();
                    return LuaValue.NONE;
                });
    }

    /** {@code setTimer(milliseconds, function)}, in either order. */
    public Varargs set(Arguments a) {
        boolean functionFirst = a.get(2) instanceof LuaFunction;
        LuaFunction function = a.function(functionFirst ? 2 : 3);
        double ms = a.number(functionFirst ? 3 : 2);
        if (running >= MOST) {
            throw new ScriptFault("too many timers");
        }
        TimerObject timer = new TimerObject(function);
        running++;
        timer.start(ms);
        timer.forget = realm.caller().belongings().add(timer::end);
        return timer;
    }

    /** One timer, as scripts see it. */
    final class TimerObject extends NativeObject {
        private final LuaFunction function;
        private Cancellable scheduled = () -> {};
        private Runnable forget = () -> {};

        TimerObject(LuaFunction function) {
            super(kind);
            this.function = function;
        }

        private void start(double ms) {
            long ns = (long) (Math.clamp(ms, LEAST_MS, MOST_MS) * 1_000_000);
            scheduled = loop.schedule(this::due, ns);
        }

        private void due() {
            if (!isAlive()) {
                return;
            }
            LuaValue again = LuaValue.NIL;
            try {
                again = realm.machine().event(() -> function.invoke(this)).arg1();
            } catch (LuaError | ScriptAbort error) {
                realm.log().error(realm.text(error));
            }
            if (isAlive() && again.type() == LuaValue.TNUMBER && again.todouble() > 0) {
                start(again.todouble());
            } else {
                end();
            }
        }

        /** It calls nobody any more; harmless when repeated. */
        private void end() {
            if (isAlive()) {
                scheduled.cancel();
                running--;
                forget.run();
                die();
            }
        }
    }
}
