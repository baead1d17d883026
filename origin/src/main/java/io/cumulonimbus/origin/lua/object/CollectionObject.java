package io.cumulonimbus.origin.lua.object;

import io.cumulonimbus.origin.lua.lib.OwnPairs;
import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.Machine;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * Many objects under their keys, such as {@code cumulus.clients}: {@code x:pairs()}, {@code
 * x.count}, {@code x(key)}, and as MonaServer has it {@code pairs(x)}, {@code #x}, {@code x[key]}.
 */
public abstract class CollectionObject extends NativeObject implements OwnPairs {
    private final Machine machine;

    protected CollectionObject(ObjectKind<?> kind) {
        super(kind);
        this.machine = kind.machine();
    }

    /** The kind that all collections of a realm are of. */
    public static ObjectKind<CollectionObject> kind(ScriptLog log, Assignments assignments) {
        ObjectKind<CollectionObject> kind =
                new ObjectKind<>(CollectionObject.class, log, assignments);
        addTo(kind);
        return kind;
    }

    /** Adds what all collections have to a kind of collections that has more. */
    public static <T extends CollectionObject> ObjectKind<T> addTo(ObjectKind<T> kind) {
        return kind.property("count", self -> LuaValue.valueOf(self.count()))
                .method("pairs", (self, a) -> self.pairs())
                .method("ipairs", (self, a) -> self.pairs());
    }

    @Override
    public Varargs pairs() {
        machine.budget().pay(count());
        return LuaValue.varargsOf(machine.globals().rawget("next"), snapshot(), LuaValue.NIL);
    }

    /** How many there are. */
    protected abstract int count();

    /** A table of all, by their keys. */
    protected abstract LuaTable snapshot();

    /** One of them; nil when there is none. */
    public abstract LuaValue find(LuaValue key);

    @Override
    protected LuaValue property(String name) {
        return find(Texts.toLua(name));
    }

    @Override
    protected LuaValue element(LuaValue key) {
        return find(key);
    }

    @Override
    protected Varargs called(Arguments a) {
        return find(a.get(2));
    }

    @Override
    public int rawlen() {
        return count();
    }
}
