package io.cumulonimbus.origin.lua.socket;

import io.cumulonimbus.origin.lua.host.ScriptHost;
import io.cumulonimbus.origin.lua.object.ObjectKind;

/** Makes the sockets of scripts. */
public final class SocketMethods {
    /** What scripts hear when they may have no sockets. */
    static final String OFF = "sockets are switched off (lua.sockets)";

    private SocketMethods() {}

    public static void addTo(ObjectKind<?> cumulus, ScriptHost realm) {
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
}
