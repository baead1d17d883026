package io.cumulonimbus.origin.connection;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.origin.app.AppClient;
import io.cumulonimbus.origin.app.Application;
import io.cumulonimbus.origin.app.CallAnswer;
import io.cumulonimbus.origin.app.ConnectAnswer;
import io.cumulonimbus.origin.app.Realm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** An application whose script is the test. */
final class TestApplication implements Application, Realm {
    final List<AppClient> clients = new ArrayList<>();
    final List<List<AmfValue>> connectArguments = new ArrayList<>();
    final List<String> disconnections = new ArrayList<>();
    final Map<String, BiConsumer<List<AmfValue>, Consumer<CallAnswer>>> methods = new HashMap<>();
    BiConsumer<AppClient, Consumer<ConnectAnswer>> onConnection =
            (client, answer) -> answer.accept(new ConnectAnswer.Accepted(new AmfObject()));

    @Override
    public void onConnection(
            AppClient client, List<AmfValue> arguments, Consumer<ConnectAnswer> answer) {
        clients.add(client);
        connectArguments.add(arguments);
        onConnection.accept(client, answer);
    }

    @Override
    public void onCall(
            AppClient client,
            String method,
            List<AmfValue> arguments,
            Consumer<CallAnswer> answer) {
        BiConsumer<List<AmfValue>, Consumer<CallAnswer>> found = methods.get(method);
        if (found == null) {
            answer.accept(new CallAnswer.Failed("Method '" + method + "' not found"));
        } else {
            found.accept(arguments, answer);
        }
    }

    @Override
    public void onDisconnection(AppClient client, Optional<String> error) {
        disconnections.add(error.orElse("in order"));
    }

    @Override
    public Application application(String path) {
        return this;
    }

    @Override
    public void close() {}
}
