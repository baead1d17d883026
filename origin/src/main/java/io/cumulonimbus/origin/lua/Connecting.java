package io.cumulonimbus.origin.lua;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.origin.app.AppClient;
import io.cumulonimbus.origin.app.ConnectAnswer;
import io.cumulonimbus.origin.lua.client.ClientObject;
import io.cumulonimbus.origin.lua.host.Script;
import io.cumulonimbus.origin.lua.object.ObjectMethods;
import io.cumulonimbus.origin.lua.value.Values;
import io.cumulonimbus.origin.lua.vm.Closure;
import io.cumulonimbus.origin.lua.vm.Numbers;
import io.cumulonimbus.origin.lua.vm.ScriptAbort;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * {@code onConnection} in both of its forms.
 *
 * <p>Until 2012 it was {@code onConnection(client, response, ...)}: {@code response:write(name,
 * value)} added fields to the answer, and returning a text, or false and a text, rejected. Later it
 * was {@code onConnection(client, ...)}, and only errors rejected. Scripts of both kinds are in
 * use; a second parameter called {@code response} tells them apart. A returned table adds fields in
 * both.
 */
final class Connecting {
    /** What is said when a script rejects without a word. */
    private static final String REJECTED = "client rejected";

    private static final String RESPONSE = "response";

    private final LuaRealm realm;

    Connecting(LuaRealm realm) {
        this.realm = realm;
    }

    /** Lets the script decide over a client, if it wants to, and takes it into the realm or not. */
    void connect(
            Script application,
            AppClient client,
            List<AmfValue> arguments,
            Optional<LuaFunction> handler,
            Consumer<ConnectAnswer> answer) {
        ClientObject object = realm.clients().create(client, application.values());
        ConnectAnswer decided = decide(object, arguments, application.values(), handler);
        answer.accept(decided);
        if (decided instanceof ConnectAnswer.Accepted) {
            realm.clients().add(object);
            object.writer().release();
        } else {
            object.die();
        }
    }

    private ConnectAnswer decide(
            ClientObject client,
            List<AmfValue> arguments,
            Values values,
            Optional<LuaFunction> handler) {
        try {
            ConnectAnswer decided =
                    handler.isPresent()
                            ? ask(handler.get(), client, arguments, values)
                            : new ConnectAnswer.Accepted(new AmfObject());
            return decided instanceof ConnectAnswer.Accepted accepted
                    ? accepted.orAccount(client.account())
                    : decided;
        } catch (LuaError | ScriptAbort error) {
            String text = realm.text(error);
            return new ConnectAnswer.Rejected(text.isEmpty() ? REJECTED : text);
        }
    }

    private ConnectAnswer ask(
            LuaFunction handler, ClientObject client, List<AmfValue> arguments, Values values) {
        boolean early = handler instanceof Closure c && c.parameter(2).equals(RESPONSE);
        return realm.machine()
                .event(
                        () -> {
                            LuaTable response = new LuaTable();
                            LuaTable fields = new LuaTable();
                            ObjectMethods.define(
                                    response,
                                    "write",
                                    realm.log(),
                                    a -> {
                                        fields.rawset(a.string(2), a.get(3));
                                        return LuaValue.NONE;
                                    });
                            Varargs all = arguments(client, early, response, arguments, values);
                            Varargs results = handler.invoke(all);
                            return early ? early(results, fields, values) : late(results, values);
                        });
    }

    private static Varargs arguments(
            ClientObject client,
            boolean early,
            LuaTable response,
            List<AmfValue> arguments,
            Values values) {
        int fixed = early ? 2 : 1;
        LuaValue[] all = new LuaValue[fixed + arguments.size()];
        all[0] = client;
        if (early) {
            all[1] = response;
        }
        for (int i = 0; i < arguments.size(); i++) {
            all[fixed + i] = values.toLua(arguments.get(i));
        }
        return LuaValue.varargsOf(all);
    }

    private ConnectAnswer early(Varargs results, LuaTable fields, Values values) {
        LuaValue first = results.arg1();
        if (first instanceof LuaString text) {
            return rejected(text);
        }
        if (results.narg() > 0 && first.isboolean() && !first.toboolean()) {
            return rejected(Numbers.asString(results.arg(2)));
        }
        AmfObject extra = new AmfObject();
        add(extra, fields, values);
        if (first instanceof LuaTable more) {
            add(extra, more, values);
        }
        return new ConnectAnswer.Accepted(extra);
    }

    private static ConnectAnswer rejected(LuaString reason) {
        boolean silent = reason == null || reason.m_length == 0;
        return new ConnectAnswer.Rejected(silent ? REJECTED : reason.tojstring());
    }

    private ConnectAnswer late(Varargs results, Values values) {
        AmfObject extra = new AmfObject();
        if (results.arg1() instanceof LuaTable fields) {
            add(extra, fields, values);
        } else if (!results.arg1().isnil()) {
            realm.log().warn("onConnection returned a " + results.arg1().typename());
        }
        return new ConnectAnswer.Accepted(extra);
    }

    private static void add(AmfObject extra, LuaTable fields, Values values) {
        LuaValue key = LuaValue.NIL;
        while (true) {
            Varargs entry = fields.next(key);
            key = entry.arg1();
            if (key.isnil()) {
                return;
            }
            if (key instanceof LuaString name) {
                extra.put(name.tojstring(), values.toAmf(entry.arg(2)));
            }
        }
    }
}
