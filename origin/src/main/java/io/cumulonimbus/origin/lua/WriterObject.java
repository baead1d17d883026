package io.cumulonimbus.origin.lua;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.origin.app.AppWriter;
import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.Builtin;
import io.cumulonimbus.origin.lua.vm.ScriptFault;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * {@code client.writer}. What is written while the client is not accepted yet waits for the answer
 * to its connect.
 */
final class WriterObject extends LuaTable {
    private static final int MAX_WAITING = 1000;
    private static final LuaString RELIABLE = LuaValue.valueOf("reliable");
    private static final String PREFIX = "NetConnection.";

    private final AppWriter writer;
    private final Values values;
    private final LuaTable methods = new LuaTable();
    private List<Consumer<AppWriter>> waiting = new ArrayList<>();
    private boolean alive = true;
    private boolean reliable = true;
    private boolean inCall;
    private Optional<AmfValue> result = Optional.empty();

    WriterObject(AppWriter writer, Values values, ScriptLog log) {
        this.writer = writer;
        this.values = values;
        method("writeAMFMessage", log, this::writeMessage);
        method("writeAMFResult", log, this::writeResult);
        method("writeStatusResponse", log, this::writeStatus);
        method("flush", log, a -> send(AppWriter::flush));
        method("close", log, a -> send(AppWriter::close));
        LuaTable metatable = new LuaTable();
        metatable.rawset(METATABLE, FALSE);
        metatable.rawset(INDEX, new Builtin("index", a -> property(a.get(2))));
        metatable.rawset(
                NEWINDEX,
                new Builtin(
                        "newindex",
                        a -> {
                            assign(a.get(2), a.get(3));
                            return NONE;
                        }));
        setmetatable(metatable);
    }

    private void method(String name, ScriptLog log, Builtin.Body body) {
        methods.rawset(name, ObjectMethods.method(this, name, log, body));
    }

    private LuaValue property(LuaValue key) {
        return RELIABLE.raweq(key) ? valueOf(reliable) : methods.rawget(key);
    }

    private void assign(LuaValue key, LuaValue value) {
        if (RELIABLE.raweq(key)) {
            boolean wanted = value.toboolean();
            reliable = wanted;
            send(w -> w.reliable(wanted));
        } else {
            rawset(key, value);
        }
    }

    private Varargs writeMessage(Arguments a) {
        String name = a.string(2).tojstring();
        List<AmfValue> arguments = values.toAmf(a.values().subargs(3));
        return send(w -> w.invoke(name, arguments));
    }

    /** Within a call it is the answer to that call. */
    private Varargs writeResult(Arguments a) {
        List<AmfValue> all = values.toAmf(a.values().subargs(2));
        if (inCall && result.isEmpty()) {
            result = Optional.of(all.isEmpty() ? AmfValue.NULL : all.getFirst());
            return NONE;
        }
        return send(w -> w.invoke("_result", all));
    }

    private Varargs writeStatus(Arguments a) {
        String code = PREFIX + a.string(2).tojstring();
        String description = Texts.toJava(a.string(3, EMPTYSTRING));
        Map<String, AmfValue> extra = new LinkedHashMap<>();
        for (int i = 4; i < a.count(); i += 2) {
            extra.put(Texts.toJava(a.string(i)), values.toAmf(a.get(i + 1)));
        }
        return send(w -> w.status(code, description, extra));
    }

    private Varargs send(Consumer<AppWriter> message) {
        if (!alive) {
            return NONE;
        }
        if (waiting == null) {
            message.accept(writer);
        } else if (waiting.size() < MAX_WAITING) {
            waiting.add(message);
        } else {
            throw new ScriptFault("too much written before the client is accepted");
        }
        return NONE;
    }

    /** The client was accepted: sends what waited. */
    void release() {
        List<Consumer<AppWriter>> ready = waiting;
        waiting = null;
        ready.forEach(m -> m.accept(writer));
    }

    /** From now on nothing is sent. */
    void die() {
        alive = false;
    }

    /** A call of the client begins. */
    void beginCall() {
        inCall = true;
        result = Optional.empty();
    }

    /** The call ends; answers what the script wrote as its result. */
    Optional<AmfValue> endCall() {
        inCall = false;
        return result;
    }
}
