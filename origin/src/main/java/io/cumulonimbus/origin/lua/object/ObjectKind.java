package io.cumulonimbus.origin.lua.object;

import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.Builtin;
import io.cumulonimbus.origin.lua.vm.Machine;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * What all objects of one kind in a realm have in common: their methods, and how they look
 * properties up.
 *
 * @param <T> the kind
 */
public final class ObjectKind<T extends NativeObject> {
    private final String name;
    private final Class<T> type;
    private final ScriptLog log;
    private final Assignments assignments;
    private final LuaTable methods = new LuaTable();
    private final Map<LuaValue, Getter<T>> properties = new LinkedHashMap<>();
    private final Map<LuaValue, Setter<T>> setters = new HashMap<>();
    private final Set<String> events = new TreeSet<>();
    private final LuaTable metatable = new LuaTable();

    /** What a method does. */
    public interface Method<T> {
        Varargs call(T self, Arguments arguments);
    }

    /** How a property is read. */
    public interface Getter<T> {
        LuaValue get(T self);
    }

    /** How a property is written. */
    public interface Setter<T> {
        void set(T self, LuaValue value);
    }

    /**
     * A kind whose name is that of the class, such as {@code client} for {@code ClientObject}.
     *
     * @param assignments hears of the fields that scripts add
     */
    public ObjectKind(Class<T> type, ScriptLog log, Assignments assignments) {
        this(Bindings.nameOf(type), type, log, assignments);
    }

    /**
     * @param name of the kind, for those who read of it
     * @param assignments hears of the fields that scripts add
     */
    public ObjectKind(String name, Class<T> type, ScriptLog log, Assignments assignments) {
        assignments.bindings().add(this);
        this.name = name;
        this.type = type;
        this.log = log;
        this.assignments = assignments;
        metatable.rawset(LuaValue.METATABLE, LuaValue.FALSE);
        metatable.rawset(LuaValue.INDEX, new Builtin("index", this::index));
        metatable.rawset(LuaValue.NEWINDEX, new Builtin("newindex", this::newIndex));
        metatable.rawset(
                LuaValue.CALL,
                new Builtin(
                        "call",
                        a ->
                                a.get(1) instanceof NativeObject self
                                        ? self.called(a)
                                        : LuaValue.NIL));
    }

    /** Adds a method; it must be called with a colon. */
    public ObjectKind<T> method(String name, Method<T> body) {
        methods.rawset(
                name,
                new Builtin(
                        name,
                        a -> {
                            if (type.isInstance(a.get(1))) {
                                return body.call(type.cast(a.get(1)), a);
                            }
                            log.error("(method '" + name + "') call it with a colon");
                            return LuaValue.NONE;
                        }));
        return this;
    }

    /** Gives a method one more name. */
    public ObjectKind<T> alias(String name, String method) {
        methods.rawset(name, methods.rawget(method));
        return this;
    }

    /** Adds a property that scripts can read only. */
    public ObjectKind<T> property(String name, Getter<T> getter) {
        properties.put(LuaValue.valueOf(name), getter);
        return this;
    }

    /** Adds a property that scripts can read and write. */
    public ObjectKind<T> property(String name, Getter<T> getter, Setter<T> setter) {
        setters.put(LuaValue.valueOf(name), setter);
        return property(name, getter);
    }

    /** Names the functions that scripts may put on the object and the server calls. */
    public ObjectKind<T> events(String... names) {
        events.addAll(List.of(names));
        return this;
    }

    public String name() {
        return name;
    }

    public Set<String> events() {
        return events;
    }

    /** Names of methods. */
    public Set<String> methods() {
        Set<String> all = new TreeSet<>();
        for (LuaValue key : methods.keys()) {
            all.add(key.tojstring());
        }
        return all;
    }

    /** Names of properties. */
    public Set<String> properties() {
        Set<String> all = new TreeSet<>();
        properties.keySet().forEach(key -> all.add(key.tojstring()));
        return all;
    }

    /** Whether a property can be written. */
    public boolean isWritable(String property) {
        return setters.containsKey(LuaValue.valueOf(property));
    }

    /** The machine of the realm. */
    public Machine machine() {
        return log.machine();
    }

    LuaTable metatable() {
        return metatable;
    }

    private Varargs index(Arguments a) {
        if (!(a.get(1) instanceof NativeObject self)) {
            return LuaValue.NIL;
        }
        LuaValue key = a.get(2);
        if (!(key instanceof LuaString name)) {
            return self.element(key);
        }
        LuaValue method = methods.rawget(name);
        if (!method.isnil()) {
            return method;
        }
        Getter<T> getter = properties.get(name);
        return getter == null || !type.isInstance(self)
                ? self.property(name.tojstring())
                : getter.get(type.cast(self));
    }

    private Varargs newIndex(Arguments a) {
        LuaValue key = a.get(2);
        if (a.get(1) instanceof NativeObject self) {
            Setter<T> setter = setters.get(key);
            if (setter != null && type.isInstance(self)) {
                setter.set(type.cast(self), a.get(3));
            } else if (!self.assignElement(key, a.get(3))) {
                self.rawset(key, a.get(3));
                assignments.assigned(self, key, a.get(3));
            }
        }
        return LuaValue.NONE;
    }
}
