package io.cumulonimbus.origin.lua;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.origin.app.AppClient;
import io.cumulonimbus.origin.app.CallAnswer;
import io.cumulonimbus.origin.lua.client.ClientObject;
import io.cumulonimbus.origin.lua.value.Values;
import io.cumulonimbus.origin.lua.vm.ScriptAbort;
import io.cumulonimbus.origin.lua.vm.ScriptError;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;

/** Calls of clients, which are functions that scripts put on their objects. */
final class Calling {
    private static final Pattern AT_A_PLACE = Pattern.compile("\\S+\\.lua:\\d+: ");

    private final LuaRealm realm;
    private final LuaApplication application;

    Calling(LuaRealm realm, LuaApplication application) {
        this.realm = realm;
        this.application = application;
    }

    CallAnswer call(AppClient client, String method, List<AmfValue> arguments) {
        return call(client, method, arguments, application.values());
    }

    /** A call with objects that only scripts can read. */
    CallAnswer call(AppClient client, TcMessage message) {
        Values values = application.values();
        try {
            Command command = realm.machine().event(() -> decode(values, message));
            return call(client, command.name(), command.arguments(), values);
        } catch (LuaError | ScriptAbort error) {
            return new CallAnswer.Failed(realm.text(error));
        }
    }

    private static Command decode(Values values, TcMessage message) {
        try {
            return values.decode(message);
        } catch (MalformedAmfException broken) {
            throw new ScriptError("Malformed arguments");
        }
    }

    private CallAnswer call(
            AppClient client, String method, List<AmfValue> arguments, Values values) {
        Optional<ClientObject> object =
                application.isRunning() ? realm.clients().find(client) : Optional.empty();
        Optional<LuaFunction> function = object.flatMap(o -> o.callable(method));
        if (function.isEmpty()) {
            return new CallAnswer.Failed("Method '" + method + "' not found");
        }
        try {
            return new CallAnswer.Result(run(function.get(), object.get(), arguments, values));
        } catch (LuaError | ScriptAbort error) {
            return failed(realm.text(error));
        }
    }

    /** What names a place in a script is a mistake there; other words are for the client alone. */
    private CallAnswer failed(String text) {
        if (AT_A_PLACE.matcher(text).lookingAt()) {
            realm.log().error(text);
        }
        return new CallAnswer.Failed(text);
    }

    private AmfValue run(
            LuaFunction function, ClientObject self, List<AmfValue> arguments, Values values) {
        return realm.machine()
                .event(
                        () -> {
                            self.writer().beginCall();
                            LuaValue[] all = new LuaValue[arguments.size() + 1];
                            all[0] = self;
                            LuaValue[] given = values.toLua(arguments);
                            System.arraycopy(given, 0, all, 1, given.length);
                            LuaValue result = function.invoke(LuaValue.varargsOf(all)).arg1();
                            return self.writer().endCall().orElseGet(() -> values.toAmf(result));
                        });
    }
}
