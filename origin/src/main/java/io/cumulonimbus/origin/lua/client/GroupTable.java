package io.cumulonimbus.origin.lua.client;

import io.cumulonimbus.origin.lua.host.Disturbance;
import io.cumulonimbus.origin.lua.host.ScriptHost;
import io.cumulonimbus.origin.lua.object.CollectionObject;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.vm.Arguments;
import io.cumulonimbus.origin.lua.vm.ScriptFault;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** {@code cumulus.groups}: the NetGroups with members in this realm. */
public final class GroupTable extends CollectionObject {
    private static final int MOST_VIRTUAL = 10_000;

    private final ScriptHost realm;
    private final ObjectKind<GroupObject> kind;
    private final ObjectKind<MemberObject> members;
    private final Map<String, GroupObject> groups = new LinkedHashMap<>();
    private int virtualMembers;

    private GroupTable(
            ScriptHost realm, ObjectKind<GroupTable> kind, ObjectKind<MemberObject> members) {
        super(kind);
        this.realm = realm;
        this.members = members;
        this.kind = GroupObject.groups(realm.log(), realm.assignments());
    }

    public static GroupTable make(ScriptHost realm) {
        ObjectKind<MemberObject> members = MemberObject.kind(realm.log(), realm.assignments());
        members.method(
                "release",
                (self, a) -> {
                    self.release();
                    return LuaValue.NONE;
                });
        ObjectKind<GroupTable> kind =
                CollectionObject.addTo(
                        new ObjectKind<>(
                                "groups", GroupTable.class, realm.log(), realm.assignments()));
        kind.method("join", (self, a) -> self.joinVirtually(a, 2, 3));
        return new GroupTable(realm, kind, members);
    }

    /** A peer of another server becomes a member; it ends with the application, if not before. */
    public Varargs joinVirtually(Arguments a, int peerAt, int groupAt) {
        Optional<byte[]> peer = Ids.raw(a.get(peerAt));
        Optional<byte[]> group = Ids.raw(a.get(groupAt));
        if (peer.isEmpty() || group.isEmpty()) {
            realm.log().error("(method 'join') ids are 32 bytes or 64 hexadecimal digits");
            return NIL;
        }
        if (virtualMembers >= MOST_VIRTUAL) {
            throw new ScriptFault("too many members of other servers");
        }
        realm.disturb(Disturbance.ENTRY);
        virtualMembers++;
        Runnable leaving = realm.services().joinGroup(group.get(), peer.get());
        MemberObject member = new MemberObject(members, peer.get(), leaving);
        realm.caller()
                .belongings()
                .add(
                        () -> {
                            virtualMembers--;
                            member.release();
                        });
        return member;
    }

    public GroupObject join(byte[] id, ClientObject client) {
        GroupObject group =
                groups.computeIfAbsent(
                        HexFormat.of().formatHex(id), hex -> new GroupObject(kind, hex));
        group.members().add(client);
        return group;
    }

    public Optional<GroupObject> leave(byte[] id, ClientObject client) {
        GroupObject group = groups.get(HexFormat.of().formatHex(id));
        if (group == null || !group.members().remove(client)) {
            return Optional.empty();
        }
        return Optional.of(group);
    }

    /** Forgets a group without members. */
    public void tidy(GroupObject group) {
        if (group.members().isEmpty() && groups.remove(group.id(), group)) {
            group.die();
        }
    }

    @Override
    protected int count() {
        return groups.size();
    }

    @Override
    protected LuaTable snapshot() {
        LuaTable t = new LuaTable();
        groups.forEach((id, group) -> t.rawset(LuaValue.valueOf(id), group));
        return t;
    }

    @Override
    public LuaValue find(LuaValue key) {
        return Ids.hex(key).map(groups::get).map(LuaValue.class::cast).orElse(NIL);
    }
}
