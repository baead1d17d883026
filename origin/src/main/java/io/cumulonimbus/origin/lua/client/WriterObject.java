package io.cumulonimbus.origin.lua.client;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.origin.app.AppWriter;
import io.cumulonimbus.origin.lua.object.Assignments;
import io.cumulonimbus.origin.lua.object.NativeObject;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.ScriptLog;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.value.Values;
import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.ScriptFault;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * {@code client.writer}, or one that it made. What is written while the client is not accepted yet
 * waits for the answer to its connect.
 */
public final class WriterObject extends NativeObject {
    private static final int MAX_WAITING = 1000;
    private static final int MAX_FLOWS = 1000;
    private static final String PREFIX = "NetConnection.";
    private static final String RECONNECT = PREFIX + "Connect.ReconnectRequest";
    private static final Cleaner CLEANER = Cleaner.create();

    private final AppWriter writer;
    private final Values values;
    private final ObjectKind<WriterObject> kind;
    private final WriterObject main;
    private List<Consumer<AppWriter>> waiting;
    private int flowCount;
    private boolean gone;
    private boolean reliable = true;
    private boolean inCall;
    private Optional<AmfValue> result = Optional.empty();

    WriterObject(AppWriter writer, Values values, ObjectKind<WriterObject> kind) {
        super(kind);
        this.writer = writer;
        this.values = values;
        this.kind = kind;
        this.main = this;
        this.waiting = new ArrayList<>();
    }

    private WriterObject(AppWriter writer, WriterObject main) {
        super(main.kind);
        this.writer = writer;
        this.values = main.values;
        this.kind = main.kind;
        this.main = main;
        CLEANER.register(this, writer::close);
    }

    /** The kind, with its methods. */
    static ObjectKind<WriterObject> kind(ScriptLog log, Assignments assignments) {
        return new ObjectKind<>(WriterObject.class, log, assignments)
                .method("writeAMFMessage", (self, a) -> self.writeNamed(a))
                .method("writeMessage", (self, a) -> self.write("onMessage", a, 2))
                .method("writeAMFResult", WriterObject::writeResult)
                .method("writeStatusResponse", WriterObject::writeStatus)
                .method("reconnect", WriterObject::reconnect)
                .method("flush", (self, a) -> self.send(AppWriter::flush))
                .method("newFlowWriter", (self, a) -> self.newFlow())
                .method("close", (self, a) -> self.send(AppWriter::close))
                .alias("writeInvocation", "writeAMFMessage")
                .alias("newWriter", "newFlowWriter")
                .property(
                        "reliable",
                        self -> LuaValue.valueOf(self.reliable),
                        WriterObject::setReliable)
                .events("onManage");
    }

    private void setReliable(LuaValue value) {
        boolean wanted = value.toboolean();
        reliable = wanted;
        send(w -> w.reliable(wanted));
    }

    private Varargs writeNamed(Arguments a) {
        return write(a.string(2).tojstring(), a, 3);
    }

    private Varargs write(String name, Arguments a, int from) {
        List<AmfValue> arguments = values.toAmf(a.values().subargs(from));
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

    /** Asks the client to connect again, elsewhere if a URL is given; answers if it can. */
    private Varargs reconnect(Arguments a) {
        if (!isAlive() || !writer.takesReconnect()) {
            return FALSE;
        }
        String url = Texts.toJava(a.string(2, EMPTYSTRING));
        Map<String, AmfValue> extra = url.isEmpty() ? Map.of() : Map.of("tcUrl", AmfValue.of(url));
        send(w -> w.status(RECONNECT, "The server asks to connect again", extra));
        return TRUE;
    }

    /** A writer on a flow of its own; it closes when the script forgets it. */
    private Varargs newFlow() {
        if (main.flowCount >= MAX_FLOWS) {
            throw new ScriptFault("too many flow writers of one client");
        }
        main.flowCount++;
        return new WriterObject(writer.newFlow(), main);
    }

    private Varargs send(Consumer<AppWriter> message) {
        if (!isAlive()) {
            return NONE;
        }
        if (main.waiting == null) {
            message.accept(writer);
        } else if (main.waiting.size() < MAX_WAITING) {
            main.waiting.add(w -> message.accept(writer));
        } else {
            throw new ScriptFault("too much written before the client is accepted");
        }
        return NONE;
    }

    /** From now on nothing is sent, and nobody is told so. */
    @Override
    public void die() {
        gone = true;
    }

    @Override
    public boolean isAlive() {
        return !main.gone;
    }

    /** The client was accepted: sends what waited. */
    public void release() {
        List<Consumer<AppWriter>> ready = waiting;
        waiting = null;
        ready.forEach(m -> m.accept(writer));
    }

    /** A call of the client begins. */
    public void beginCall() {
        inCall = true;
        result = Optional.empty();
    }

    /** The call ends; answers what the script wrote as its result. */
    public Optional<AmfValue> endCall() {
        inCall = false;
        return result;
    }
}
