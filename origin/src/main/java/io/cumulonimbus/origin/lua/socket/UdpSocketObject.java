package io.cumulonimbus.origin.lua.socket;

import io.cumulonimbus.net.socket.SocketFailure;
import io.cumulonimbus.net.socket.Sockets;
import io.cumulonimbus.net.socket.UdpPort;
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

/** A UDP socket as scripts see it: bound to an address, or connected to one, not both. */
final class UdpSocketObject extends NativeObject {
    private static final String NO_ADDRESS = "no address with a port: ";

    private final ScriptHost realm;
    private final Script application;
    private final boolean broadcast;
    private Optional<UdpPort> port = Optional.empty();
    private Optional<InetSocketAddress> bound = Optional.empty();
    private Optional<InetSocketAddress> peer = Optional.empty();
    private Runnable forget = () -> {};

    UdpSocketObject(
            ObjectKind<UdpSocketObject> kind,
            ScriptHost realm,
            Script application,
            boolean broadcast) {
        super(kind);
        this.realm = realm;
        this.application = application;
        this.broadcast = broadcast;
    }

    /** The kind, with its methods. */
    static ObjectKind<UdpSocketObject> kind(ScriptLog log, Assignments assignments) {
        return new ObjectKind<>(UdpSocketObject.class, log, assignments)
                .method("bind", (self, a) -> self.attempt(a, UdpSocketObject::bind))
                .method("connect", (self, a) -> self.attempt(a, UdpSocketObject::connect))
                .method("send", (self, a) -> self.attempt(a, UdpSocketObject::send))
                .method(
                        "close",
                        (self, a) -> {
                            self.close();
                            return LuaValue.NONE;
                        })
                .alias("disconnect", "close")
                .property(
                        "address",
                        self -> TcpClientObject.text(self.port.map(UdpPort::localAddress)))
                .property("peerAddress", self -> TcpClientObject.text(self.peer))
                .events("onReception", "onPacket");
    }

    /** Something that can fail; answers why, if it did. */
    private interface Attempt {
        void make(UdpSocketObject self, Sockets sockets, Arguments a) throws SocketFailure;
    }

    private Varargs attempt(Arguments a, Attempt what) {
        Optional<Sockets> sockets = realm.sockets();
        String why = SocketMethods.OFF;
        if (sockets.isPresent()) {
            try {
                what.make(this, sockets.get(), a);
                return NONE;
            } catch (SocketFailure failure) {
                why = failure.getMessage();
            }
        }
        realm.log().error("(method '" + a.function() + "') " + why);
        return Texts.toLua(why);
    }

    private void bind(Sockets sockets, Arguments a) throws SocketFailure {
        InetSocketAddress wanted = address(a, 2);
        if (peer.isPresent()) {
            throw new SocketFailure("it is connected to " + Addresses.text(peer.get()));
        }
        if (bound.isPresent() && bound.get().equals(wanted)) {
            return;
        }
        close();
        begin(sockets.bind(wanted, broadcast, this::received));
        bound = Optional.of(wanted);
    }

    private void connect(Sockets sockets, Arguments a) throws SocketFailure {
        InetSocketAddress wanted = address(a, 2);
        if (bound.isPresent()) {
            throw new SocketFailure("it is bound to " + Addresses.text(bound.get()));
        }
        close();
        UdpPort made = sockets.open(broadcast, this::received);
        try {
            made.connect(wanted);
        } catch (SocketFailure why) {
            made.close();
            throw why;
        }
        begin(made);
        peer = Optional.of(wanted);
    }

    private void send(Sockets sockets, Arguments a) throws SocketFailure {
        byte[] bytes = Texts.bytes(a.string(2));
        if (a.absent(3) && peer.isEmpty()) {
            throw new SocketFailure("it is not connected, and no address is given");
        }
        InetSocketAddress to = a.absent(3) ? peer.get() : address(a, 3);
        if (port.isEmpty()) {
            begin(sockets.open(broadcast, this::received));
        }
        port.get().send(bytes, to);
    }

    private static InetSocketAddress address(Arguments a, int index) throws SocketFailure {
        String text = a.string(index).tojstring();
        return Addresses.parse(text).orElseThrow(() -> new SocketFailure(NO_ADDRESS + text));
    }

    private void begin(UdpPort made) {
        port = Optional.of(made);
        forget = application.belongings().add(this::close);
    }

    private void close() {
        port.ifPresent(UdpPort::close);
        port = Optional.empty();
        bound = Optional.empty();
        peer = Optional.empty();
        forget.run();
    }

    private void received(byte[] bytes, InetSocketAddress from) {
        boolean early = rawget("onReception") instanceof LuaFunction;
        realm.call(
                this,
                early ? "onReception" : "onPacket",
                LuaString.valueUsing(bytes),
                LuaValue.valueOf(Addresses.text(from)));
    }
}
