package io.cumulonimbus.origin.lua.socket;

import io.cumulonimbus.net.socket.SocketFailure;
import io.cumulonimbus.net.socket.Sockets;
import io.cumulonimbus.net.socket.TcpListener;
import io.cumulonimbus.net.socket.TcpSocket;
import io.cumulonimbus.origin.lua.host.Script;
import io.cumulonimbus.origin.lua.host.ScriptHost;
import io.cumulonimbus.origin.lua.object.Assignments;
import io.cumulonimbus.origin.lua.object.NativeObject;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.ScriptLog;
import io.cumulonimbus.origin.lua.vm.Arguments;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** A listening TCP socket as scripts see it. */
final class TcpServerObject extends NativeObject {
    private final ObjectKind<TcpClientObject> clients;
    private final ScriptHost realm;
    private final Script application;
    private Optional<TcpListener> listener = Optional.empty();
    private Runnable forget = () -> {};

    TcpServerObject(
            ObjectKind<TcpServerObject> kind,
            ObjectKind<TcpClientObject> clients,
            ScriptHost realm,
            Script application) {
        super(kind);
        this.clients = clients;
        this.realm = realm;
        this.application = application;
    }

    /** The kind, with its methods. */
    static ObjectKind<TcpServerObject> kind(ScriptLog log, Assignments assignments) {
        return new ObjectKind<>(TcpServerObject.class, log, assignments)
                .method("start", TcpServerObject::start)
                .method(
                        "stop",
                        (self, a) -> {
                            self.stop();
                            return LuaValue.NONE;
                        })
                .property(
                        "port",
                        self ->
                                LuaValue.valueOf(
                                        self.address().map(InetSocketAddress::getPort).orElse(0)))
                .property("running", self -> LuaValue.valueOf(self.address().isPresent()))
                .events("clientHandler", "onConnection");
    }

    private Optional<InetSocketAddress> address() {
        return listener.flatMap(TcpListener::localAddress);
    }

    /** {@code (port)}; answers whether it listens there. */
    private Varargs start(Arguments a) {
        int port = a.integer(2);
        Optional<Sockets> sockets = realm.sockets();
        if (sockets.isEmpty()) {
            realm.log().error("(method 'start') " + SocketMethods.OFF);
            return LuaValue.FALSE;
        }
        stop();
        try {
            listener = Optional.of(sockets.get().listen(port, this::welcome));
            forget = application.belongings().add(this::stop);
            return LuaValue.TRUE;
        } catch (SocketFailure why) {
            realm.log().error("(method 'start') " + why.getMessage());
            return LuaValue.FALSE;
        }
    }

    private TcpSocket.Listener welcome(TcpSocket socket) {
        TcpClientObject client = new TcpClientObject(clients, realm, application);
        TcpSocket.Listener heard = client.stand(socket);
        boolean early = rawget("clientHandler") instanceof LuaFunction;
        realm.call(this, early ? "clientHandler" : "onConnection", client, NIL);
        return heard;
    }

    /** Connections stay. */
    private void stop() {
        listener.ifPresent(TcpListener::close);
        listener = Optional.empty();
        forget.run();
    }
}
