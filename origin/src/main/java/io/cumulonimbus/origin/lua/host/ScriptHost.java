package io.cumulonimbus.origin.lua.host;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.socket.Sockets;
import io.cumulonimbus.origin.app.Services;
import io.cumulonimbus.origin.lua.object.Assignments;
import io.cumulonimbus.origin.lua.object.CollectionObject;
import io.cumulonimbus.origin.lua.object.NativeObject;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.ScriptLog;
import io.cumulonimbus.origin.lua.value.Values;
import io.cumulonimbus.origin.lua.vm.Machine;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** What a realm is to the objects that its scripts work with. Belongs to the realm's loop. */
public interface ScriptHost {
    Machine machine();

    ScriptLog log();

    /** What the scripts define, for the events that they want. */
    Assignments assignments();

    /** The kind that plain collections of the realm are of. */
    ObjectKind<CollectionObject> collections();

    Loop loop();

    /** What the server has for scripts. */
    Services services();

    /** The sockets that scripts may open; none when they may not. */
    Optional<Sockets> sockets();

    /**
     * Conversions for one message.
     *
     * @param onTyped hears of every object with a class that was read
     */
    Values values(BiConsumer<String, LuaTable> onTyped);

    /** The application whose function called the method that asks; the topmost when in doubt. */
    Script caller();

    /** A script asks something of threads that are everybody's. */
    void disturb(int amount);

    /** What an error says to clients: nothing of where the server is, and no books. */
    String text(Throwable error);

    /** Calls a function that a script put on an object, if it did; errors are logged. */
    Varargs call(NativeObject object, String name, LuaValue first, Varargs second);
}
