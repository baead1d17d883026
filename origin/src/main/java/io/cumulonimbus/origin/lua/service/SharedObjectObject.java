package io.cumulonimbus.origin.lua.service;

import io.cumulonimbus.amf.UnencodableAmfException;
import io.cumulonimbus.origin.app.AppObject;
import io.cumulonimbus.origin.lua.host.Disturbance;
import io.cumulonimbus.origin.lua.host.Script;
import io.cumulonimbus.origin.lua.host.ScriptHost;
import io.cumulonimbus.origin.lua.object.NativeObject;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.value.Values;
import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.ScriptFault;
import io.cumulonimbus.rtmp.message.SharedObjectEvent;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** A shared object as scripts see it: its properties as last known, and what is said of it. */
public final class SharedObjectObject extends NativeObject {
    private static final int MOST = 1000;

    private final Set<SharedObjectObject> open;
    private final ScriptHost realm;
    private final Values values;
    private final String name;
    private final boolean persistent;
    private final Map<String, LuaValue> data = new LinkedHashMap<>();
    private final Map<String, ArrayDeque<LuaValue>> asked = new HashMap<>();
    private Optional<AppObject> link = Optional.empty();
    private Runnable forget = () -> {};
    private boolean ready;

    private SharedObjectObject(
            ObjectKind<SharedObjectObject> kind,
            ScriptHost realm,
            Set<SharedObjectObject> open,
            Script application,
            String name,
            boolean persistent) {
        super(kind);
        this.open = open;
        this.realm = realm;
        this.values = application.values();
        this.name = name;
        this.persistent = persistent;
        this.link =
                realm.services()
                        .sharedObject(
                                application.path(), name, persistent, realm.loop(), this::heard);
        this.forget = application.belongings().add(this::close);
        open.add(this);
    }

    public static void addTo(ObjectKind<?> cumulus, ScriptHost realm) {
        ObjectKind<SharedObjectObject> kind =
                new ObjectKind<>(SharedObjectObject.class, realm.log(), realm.assignments())
                        .method("get", (self, a) -> self.known(Texts.toJava(a.string(2))))
                        .method("set", SharedObjectObject::set)
                        .method("send", SharedObjectObject::send)
                        .method(
                                "close",
                                (self, a) -> {
                                    self.close();
                                    return LuaValue.NONE;
                                })
                        .property("name", self -> Texts.toLua(self.name))
                        .property("persistent", self -> LuaValue.valueOf(self.persistent))
                        .property("ready", self -> LuaValue.valueOf(self.ready))
                        .property("properties", SharedObjectObject::properties)
                        .events("onSync", "onMessage", "onStatus");
        Set<SharedObjectObject> open = new HashSet<>();
        cumulus.method("sharedObject", (self, a) -> open(a, realm, kind, open));
    }

    /** {@code (name[, persistent])}. */
    private static Varargs open(
            Arguments a,
            ScriptHost realm,
            ObjectKind<SharedObjectObject> kind,
            Set<SharedObjectObject> open) {
        if (open.size() >= MOST) {
            throw new ScriptFault("too many shared objects");
        }
        String name = Texts.toJava(a.string(2));
        realm.disturb(Disturbance.ENTRY);
        return new SharedObjectObject(
                kind, realm, open, realm.caller(), name, a.get(3).toboolean());
    }

    private LuaValue known(String property) {
        return data.getOrDefault(property, NIL);
    }

    private LuaTable properties() {
        LuaTable all = new LuaTable();
        data.forEach((property, value) -> all.rawset(Texts.toLua(property), value));
        return all;
    }

    /** Takes effect here at once, and everywhere else when that is granted. */
    private Varargs set(Arguments a) {
        String property = Texts.toJava(a.string(2));
        LuaValue value = a.get(3);
        if (value.isnil()) {
            say(new SharedObjectEvent.RequestRemove(property));
            data.remove(property);
        } else {
            say(new SharedObjectEvent.RequestChange(property, values.toAmf(value)));
            data.put(property, value);
            asked.computeIfAbsent(property, p -> new ArrayDeque<>()).add(value);
        }
        return NONE;
    }

    /** {@code (handler, ...)}; everybody who takes part hears it, this script too. */
    private Varargs send(Arguments a) {
        String handler = Texts.toJava(a.string(2));
        say(new SharedObjectEvent.Send(handler, values.toAmf(a.values().subargs(3))));
        return NONE;
    }

    private void say(SharedObjectEvent event) {
        realm.disturb(Disturbance.WORD);
        try {
            if (link.isPresent() && !link.get().say(event)) {
                throw new ScriptFault("too much is said of the shared object " + name);
            }
        } catch (UnencodableAmfException error) {
            throw new ScriptFault(error.getMessage());
        }
    }

    private void close() {
        link.ifPresent(AppObject::close);
        link = Optional.empty();
        forget.run();
        open.remove(this);
        die();
    }

    private void heard(List<SharedObjectEvent> events) {
        if (!isAlive()) {
            return;
        }
        LuaTable changes = new LuaTable();
        boolean refused = false;
        for (SharedObjectEvent event : events) {
            if (refused) {
                answered(event); // what there was before we asked
            }
            refused = event instanceof SharedObjectEvent.Status;
            switch (event) {
                case SharedObjectEvent.Status status ->
                        realm.call(this, "onStatus", valueOf(status.code()), NIL);
                case SharedObjectEvent.Send call -> message(call);
                default ->
                        apply(event)
                                .ifPresent(change -> changes.rawset(changes.rawlen() + 1, change));
            }
        }
        if (changes.rawlen() > 0 && isAlive()) {
            realm.call(this, "onSync", changes, NIL);
        }
    }

    private void message(SharedObjectEvent.Send call) {
        LuaValue[] arguments = values.toLua(call.arguments());
        realm.call(this, "onMessage", Texts.toLua(call.handler()), LuaValue.varargsOf(arguments));
    }

    /** Answers what changed, as players are told it. */
    private Optional<LuaTable> apply(SharedObjectEvent event) {
        return switch (event) {
            case SharedObjectEvent.UseSuccess e -> {
                ready = true;
                yield Optional.of(change("ready", ""));
            }
            case SharedObjectEvent.Clear e -> {
                data.clear();
                yield Optional.of(change("clear", ""));
            }
            case SharedObjectEvent.Change e -> {
                data.put(e.property(), values.toLua(e.value()));
                yield Optional.of(change("change", e.property()));
            }
            case SharedObjectEvent.Remove e -> {
                data.remove(e.property());
                yield Optional.of(change("delete", e.property()));
            }
            case SharedObjectEvent.Success e -> {
                LuaValue granted = answered(e);
                if (!granted.isnil()) {
                    data.put(e.property(), granted);
                }
                yield Optional.of(change("success", e.property()));
            }
            default -> Optional.empty();
        };
    }

    private static LuaTable change(String code, String property) {
        LuaTable change = new LuaTable();
        change.rawset("code", LuaValue.valueOf(code));
        if (!property.isEmpty()) {
            change.rawset("name", Texts.toLua(property));
        }
        return change;
    }

    /** The oldest of our requests for that property is done; answers its value. */
    private LuaValue answered(SharedObjectEvent event) {
        String property =
                switch (event) {
                    case SharedObjectEvent.Success e -> e.property();
                    case SharedObjectEvent.Change e -> e.property();
                    case SharedObjectEvent.Remove e -> e.property();
                    default -> "";
                };
        ArrayDeque<LuaValue> values = asked.getOrDefault(property, new ArrayDeque<>());
        LuaValue oldest = values.isEmpty() ? NIL : values.poll();
        if (values.isEmpty()) {
            asked.remove(property);
        }
        return oldest;
    }
}
