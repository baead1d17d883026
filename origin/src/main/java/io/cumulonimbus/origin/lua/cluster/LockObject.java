package io.cumulonimbus.origin.lua.cluster;

import io.cumulonimbus.origin.lua.host.Script;
import io.cumulonimbus.origin.lua.object.NativeObject;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.vm.Arguments;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** A lock that the script holds, until its lease ends or it gives it back. */
final class LockObject extends NativeObject {
    private final ClusterHost realm;
    private final String name;
    private final long number;
    private final Runnable forget;

    /**
     * @param number greater than those of all who held it before
     */
    LockObject(
            ObjectKind<LockObject> kind,
            ClusterHost realm,
            Script application,
            String name,
            long number) {
        super(kind);
        this.realm = realm;
        this.name = name;
        this.number = number;
        this.forget = application.belongings().add(this::abandon);
    }

    static ObjectKind<LockObject> kind(ClusterHost realm) {
        return new ObjectKind<>(LockObject.class, realm.log(), realm.assignments())
                .method("release", LockObject::release)
                .property("name", self -> Texts.toLua(self.name))
                .property("number", self -> LuaValue.valueOf((double) self.number));
    }

    @Override
    protected boolean hearsOfClients() {
        return false;
    }

    /** {@code ([function(held, error)])}. */
    private Varargs release(Arguments a) {
        LuaValue done = a.absent(2) ? NIL : a.function(2);
        realm.calls()
                .<Boolean>ask(
                        done,
                        (values, held) -> valueOf(held),
                        (share, answer) -> share.unlock(name, number, answer));
        forget.run();
        die();
        return NONE;
    }

    /** Its script ends. */
    private void abandon() {
        realm.share().ifPresent(share -> share.unlock(name, number, held -> {}));
        die();
    }
}
