package io.cumulonimbus.origin.lua;

import io.cumulonimbus.origin.app.Redirection;
import io.cumulonimbus.origin.lua.cluster.ServerObject;
import io.cumulonimbus.origin.lua.cluster.ServerTable;
import io.cumulonimbus.origin.lua.object.Addresses;
import io.cumulonimbus.origin.lua.object.ScriptLog;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * What {@code onHandshake} and {@code onRendezVousUnknown} return: addresses as text, servers of
 * the cluster, tables of them, nested as may be, and {@code "again"}; all of them, in their order.
 */
final class Redirections {
    private static final int MOST = 64;

    private final ScriptLog log;
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    private boolean again;

    private Redirections(ScriptLog log) {
        this.log = log;
    }

    static Redirection of(Varargs results, ScriptLog log) {
        Redirections all = new Redirections(log);
        for (int i = 1; i <= results.narg(); i++) {
            all.add(results.arg(i), 0);
        }
        return all.again || !all.addresses.isEmpty()
                ? new Redirection(true, all.addresses)
                : Redirection.NONE;
    }

    private void add(LuaValue value, int depth) {
        if (value instanceof LuaString text) {
            add(text.tojstring());
        } else if (value instanceof ServerObject server) {
            add(server.publicAddress());
        } else if (value instanceof ServerTable servers) {
            servers.servers().forEach(server -> add(server, depth + 1));
        } else if (value instanceof LuaTable table && depth < MOST) {
            for (int i = 1; i <= Math.min(MOST, table.rawlen()); i++) {
                add(table.rawget(i), depth + 1);
            }
        } else if (!value.isnil() && !value.isboolean()) {
            log.error("no address: a " + value.typename());
        }
    }

    private void add(String text) {
        if (text.equals("again") || text.equals("myself")) {
            again = true;
            return;
        }
        Optional<InetSocketAddress> address = Addresses.parse(text);
        if (address.isEmpty()) {
            log.error("no address: " + text);
        } else if (addresses.size() < MOST) {
            addresses.add(address.get());
        }
    }
}
