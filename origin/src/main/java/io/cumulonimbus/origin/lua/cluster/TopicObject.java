package io.cumulonimbus.origin.lua.cluster;

import io.cumulonimbus.origin.cluster.Registration;
import io.cumulonimbus.origin.cluster.realm.RealmShare;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.vm.Arguments;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Where a realm tells itself something at all nodes; listens once a script wants to hear. */
final class TopicObject extends ListeningObject {
    private static final LuaString ON_MESSAGE = LuaValue.valueOf("onMessage");

    TopicObject(ObjectKind<TopicObject> kind, ClusterHost realm, String name) {
        super(kind, realm, name, ON_MESSAGE);
    }

    static ObjectKind<TopicObject> kind(ClusterHost realm) {
        return kind(TopicObject.class, realm, ON_MESSAGE).method("publish", TopicObject::publish);
    }

    /** {@code (...)}: everybody who listens hears it, this script too; answers whether it left. */
    private Varargs publish(Arguments a) {
        byte[] body = ClusterBytes.of(realm(), values(), a.values().subargs(2));
        calls().pay(body);
        boolean left = calls().attempt(share -> share.publish(shared(), body));
        return valueOf(left);
    }

    @Override
    Registration listen(RealmShare share) {
        return share.subscribe(
                shared(),
                body -> heard(values -> LuaValue.varargsOf(ClusterBytes.all(values, body))));
    }
}
