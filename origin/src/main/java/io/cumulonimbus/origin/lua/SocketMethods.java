package io.cumulonimbus.origin.lua;

import io.cumulonimbus.origin.lua.vm.ScriptAbort;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Makes the sockets of scripts, and calls what scripts put on them. */
final class SocketMethods {
    /** What scripts hear when they may have no sockets. */
    static final String OFF = "sockets are switched off (lua.sockets)";

    private SocketMethods() {}

    static void addTo(ObjectKind<CumulusObject> cumulus, LuaRealm realm) {
        ObjectKind<TcpClientObject> clients =
                TcpClientObject.kind(realm.log(), realm.assignments());
        ObjectKind<TcpServerObject> servers =
                TcpServerObject.kind(realm.log(), realm.assignments());
        ObjectKind<UdpSocketObject> ports = UdpSocketObject.kind(realm.log(), realm.assignments());
        cumulus.method(
                        "createTCPClient",
                        (self, a) -> new TcpClientObject(clients, realm, realm.caller()))
                .method(
                        "createTCPServer",
                        (self, a) -> new TcpServerObject(servers, clients, realm, realm.caller()))
                .method(
                        "createUDPSocket",
                        (self, a) ->
                                new UdpSocketObject(
                                        ports, realm, realm.caller(), a.get(2).toboolean()));
    }

    /** Calls a function that a script put on an object, if it did; errors are logged. */
    static Varargs call(
            LuaRealm realm, NativeObject object, String name, LuaValue first, Varargs second) {
        if (!(object.rawget(name) instanceof LuaFunction f)) {
            return LuaValue.NONE;
        }
        try {
            return realm.machine().event(() -> f.invoke(LuaValue.varargsOf(object, first, second)));
        } catch (LuaError | ScriptAbort error) {
            realm.log().error(realm.text(error));
            return LuaValue.NONE;
        }
    }
}
