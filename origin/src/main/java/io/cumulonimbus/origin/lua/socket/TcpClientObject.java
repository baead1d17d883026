package io.cumulonimbus.origin.lua.socket;

import io.cumulonimbus.net.socket.SocketFailure;
import io.cumulonimbus.net.socket.Sockets;
import io.cumulonimbus.net.socket.TcpSocket;
import io.cumulonimbus.origin.lua.host.Script;
import io.cumulonimbus.origin.lua.host.ScriptHost;
import io.cumulonimbus.origin.lua.object.Addresses;
import io.cumulonimbus.origin.lua.object.Assignments;
import io.cumulonimbus.origin.lua.object.NativeObject;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.ScriptLog;
import io.cumulonimbus.origin.lua.object.Texts;
import io.cumulonimbus.origin.lua.vm.Arguments;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * A TCP connection as scripts see it, whichever end opened it; it can be connected again and again.
 */
final class TcpClientObject extends NativeObject {
    private final ScriptHost realm;
    private final Script application;
    private Optional<Connection> connection = Optional.empty();
    private Optional<String> error = Optional.empty();

    TcpClientObject(ObjectKind<TcpClientObject> kind, ScriptHost realm, Script application) {
        super(kind);
        this.realm = realm;
        this.application = application;
    }

    /** The kind, with its methods. */
    static ObjectKind<TcpClientObject> kind(ScriptLog log, Assignments assignments) {
        return new ObjectKind<>(TcpClientObject.class, log, assignments)
                .method("connect", TcpClientObject::connect)
                .method("disconnect", (self, a) -> self.disconnect())
                .method("send", TcpClientObject::send)
                .property("connected", self -> LuaValue.valueOf(self.isOpen()))
                .property(
                        "address",
                        self -> text(self.connection.flatMap(c -> c.socket.localAddress())))
                .property(
                        "peerAddress",
                        self -> text(self.connection.flatMap(c -> c.socket.remoteAddress())))
                .property("error", self -> self.error.<LuaValue>map(Texts::toLua).orElse(NIL))
                .events("onReception", "onData", "onDisconnection");
    }

    /** Its onData is about bytes of its own. */
    @Override
    protected boolean hearsOfClients() {
        return false;
    }

    /** Somebody connected to us. */
    TcpSocket.Listener stand(TcpSocket accepted) {
        Connection made = new Connection();
        made.begin(accepted);
        return made;
    }

    static LuaValue text(Optional<InetSocketAddress> address) {
        return address.<LuaValue>map(a -> LuaValue.valueOf(Addresses.text(a))).orElse(NIL);
    }

    private boolean isOpen() {
        return connection.isPresent() && connection.get().socket.isOpen();
    }

    /** {@code (host, port)}; answers why not, if so. */
    private Varargs connect(Arguments a) {
        String host = a.string(2).tojstring();
        int port = a.integer(3);
        if (isOpen()) {
            return failed("it is connected already");
        }
        Optional<Sockets> sockets = realm.sockets();
        if (sockets.isEmpty()) {
            return failed(SocketMethods.OFF);
        }
        Connection made = new Connection();
        error = Optional.empty();
        try {
            made.begin(sockets.get().connect(host, port, made));
            return NONE;
        } catch (SocketFailure why) {
            return failed(why.getMessage());
        }
    }

    private Varargs failed(String why) {
        error = Optional.of(why);
        return Texts.toLua(why);
    }

    private Varargs disconnect() {
        connection.ifPresent(c -> c.socket.close());
        return NONE;
    }

    /** {@code (bytes)}; answers why not, if so. */
    private Varargs send(Arguments a) {
        byte[] bytes = Texts.bytes(a.string(2));
        if (!isOpen()) {
            realm.log().error("(method 'send') not connected");
            return LuaValue.valueOf("not connected");
        }
        return connection.get().socket.send(bytes)
                ? NONE
                : LuaValue.valueOf("too much waits to be sent");
    }

    /** What is connected at the moment, or was last. */
    private final class Connection implements TcpSocket.Listener {
        private TcpSocket socket;
        private Runnable forget;
        private boolean forsaken;

        void begin(TcpSocket connected) {
            socket = connected;
            forget = application.belongings().add(this::forsake);
            connection = Optional.of(this);
        }

        /** Its script has ended. */
        private void forsake() {
            forsaken = true;
            socket.close();
        }

        @Override
        public int onBytes(byte[] bytes) {
            LuaString data = LuaString.valueUsing(bytes);
            if (rawget("onReception") instanceof LuaFunction) {
                LuaValue left = call("onReception", data, NIL);
                return number(left, 0, bytes.length);
            }
            LuaValue used = call("onData", data, NIL);
            return bytes.length - number(used, bytes.length, bytes.length);
        }

        private int number(LuaValue value, int otherwise, int most) {
            if (value.type() != LuaValue.TNUMBER) {
                return otherwise;
            }
            double number = value.todouble();
            if (!(number >= 0 && number <= most)) {
                realm.log().warn("(method 'onReception') " + number + " of " + most + " bytes");
            }
            return (int) Math.clamp(number, 0, most);
        }

        private LuaValue call(String event, LuaValue first, LuaValue second) {
            return realm.call(TcpClientObject.this, event, first, second).arg1();
        }

        @Override
        public void onClosed(Optional<String> why) {
            forget.run();
            if (connection.isPresent() && connection.get() == this) {
                connection = Optional.empty();
                error = why;
            }
            if (!forsaken) {
                call("onDisconnection", why.<LuaValue>map(Texts::toLua).orElse(NIL), NIL);
            }
        }
    }
}
