package io.cumulonimbus.origin.rendezvous.service;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.origin.app.AppClient;
import io.cumulonimbus.origin.app.AppEvent;
import io.cumulonimbus.origin.app.AppListener;
import io.cumulonimbus.origin.app.AppPublication;
import io.cumulonimbus.origin.app.Application;
import io.cumulonimbus.origin.app.CallAnswer;
import io.cumulonimbus.origin.app.ConnectAnswer;
import io.cumulonimbus.origin.app.Interests;
import io.cumulonimbus.origin.app.Realm;
import io.cumulonimbus.origin.app.StreamAnswer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The application of whoever only wants to meet others: it accepts who has a key, and carries
 * nothing. One for all paths. Owned by its realm's loop.
 */
final class MeetingPlace implements Application, Realm {
    private static final String NO_KEY = "The developer key is unknown here";
    private static final String NO_STREAMS =
            "This server introduces peers to each other; streams go directly between them";
    private static final String NO_METHODS =
            "This server introduces peers to each other; there is nothing to call";

    private final List<String> keys;
    private final Interests interests = new Interests();

    /**
     * @param keys what a path may begin with; anything when there is none
     */
    MeetingPlace(List<String> keys) {
        this.keys = keys;
        interests.add(AppEvent.PUBLISH);
        interests.add(AppEvent.SUBSCRIBE);
    }

    @Override
    public void onConnection(
            AppClient client, List<AmfValue> arguments, Consumer<ConnectAnswer> answer) {
        answer.accept(
                mayCome(client.path())
                        ? new ConnectAnswer.Accepted(new AmfObject())
                        : new ConnectAnswer.Rejected(NO_KEY));
    }

    private boolean mayCome(String path) {
        byte[] shown = path.split("/", 2)[0].getBytes(StandardCharsets.UTF_8);
        boolean known = keys.isEmpty();
        for (String key : keys) {
            known |= MessageDigest.isEqual(key.getBytes(StandardCharsets.UTF_8), shown);
        }
        return known;
    }

    @Override
    public void onCall(
            AppClient client,
            String method,
            List<AmfValue> arguments,
            Consumer<CallAnswer> answer) {
        answer.accept(new CallAnswer.Failed(NO_METHODS));
    }

    @Override
    public void onPublish(
            AppClient client, AppPublication publication, Consumer<StreamAnswer> answer) {
        answer.accept(new StreamAnswer.Refused(NO_STREAMS));
    }

    @Override
    public void onSubscribe(AppClient client, AppListener listener, Consumer<StreamAnswer> answer) {
        answer.accept(new StreamAnswer.Refused(NO_STREAMS));
    }

    @Override
    public void onDisconnection(AppClient client, Optional<String> error) {}

    @Override
    public Application application(String path) {
        return this;
    }

    @Override
    public Interests interests() {
        return interests;
    }

    @Override
    public void close() {}
}
