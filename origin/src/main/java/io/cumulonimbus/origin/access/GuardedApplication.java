package io.cumulonimbus.origin.access;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.app.AppClient;
import io.cumulonimbus.origin.app.AppListener;
import io.cumulonimbus.origin.app.AppPublication;
import io.cumulonimbus.origin.app.Application;
import io.cumulonimbus.origin.app.CallAnswer;
import io.cumulonimbus.origin.app.ConnectAnswer;
import io.cumulonimbus.origin.app.FileAnswer;
import io.cumulonimbus.origin.app.Greeting;
import io.cumulonimbus.origin.app.MediaPacket;
import io.cumulonimbus.origin.app.Redirection;
import io.cumulonimbus.origin.app.StreamAnswer;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** An application that hears only of those who may. Owned by its realm's loop. */
final class GuardedApplication implements Application {
    private final Application inner;
    private final AccessRules rules;
    private final Loop loop;

    GuardedApplication(Application inner, AccessRules rules, Loop loop) {
        this.inner = inner;
        this.rules = rules;
        this.loop = loop;
    }

    boolean guards(Application application) {
        return inner == application;
    }

    @Override
    public void onConnection(
            AppClient client, List<AmfValue> arguments, Consumer<ConnectAnswer> answer) {
        rules.askForAccount(
                "connect",
                client,
                Map.of(),
                loop,
                verdict -> {
                    if (verdict.yes()) {
                        Optional<String> account = verdict.account();
                        inner.onConnection(
                                client, arguments, a -> answer.accept(named(a, account)));
                    } else {
                        answer.accept(new ConnectAnswer.Rejected(AccessRules.NO));
                    }
                });
    }

    private static ConnectAnswer named(ConnectAnswer answer, Optional<String> account) {
        return answer instanceof ConnectAnswer.Accepted accepted
                ? accepted.orAccount(account)
                : answer;
    }

    @Override
    public void onPublish(
            AppClient client, AppPublication publication, Consumer<StreamAnswer> answer) {
        rules.askForStream(
                "publish",
                client,
                publication.name(),
                publication.parameters(),
                loop,
                shown -> goOn(shown, answer, then -> inner.onPublish(client, publication, then)));
    }

    /** Asks the application, too; the account of whoever it allows is that of the token. */
    private static void goOn(
            StreamAnswer shown,
            Consumer<StreamAnswer> answer,
            Consumer<Consumer<StreamAnswer>> application) {
        if (shown instanceof StreamAnswer.Refused) {
            answer.accept(shown);
        } else {
            application.accept(
                    decided ->
                            answer.accept(
                                    decided instanceof StreamAnswer.Refused ? decided : shown));
        }
    }

    @Override
    public void onSubscribe(AppClient client, AppListener listener, Consumer<StreamAnswer> answer) {
        rules.askForStream(
                "play",
                client,
                listener.name(),
                listener.parameters(),
                loop,
                shown -> goOn(shown, answer, then -> inner.onSubscribe(client, listener, then)));
    }

    @Override
    public void onJoinGroup(AppClient client, byte[] group) {
        inner.onJoinGroup(client, group);
        rules.ask(
                "join",
                client,
                Map.of("group", HexFormat.of().formatHex(group)),
                loop,
                refusal -> refusal.ifPresent(why -> client.writer().close()));
    }

    @Override
    public void onCall(
            AppClient client,
            String method,
            List<AmfValue> arguments,
            Consumer<CallAnswer> answer) {
        inner.onCall(client, method, arguments, answer);
    }

    @Override
    public void onUnreadCall(AppClient client, TcMessage call, Consumer<CallAnswer> answer) {
        inner.onUnreadCall(client, call, answer);
    }

    @Override
    public void onDisconnection(AppClient client, Optional<String> error) {
        inner.onDisconnection(client, error);
    }

    @Override
    public void start() {
        inner.start();
    }

    @Override
    public void onHandshake(Greeting greeting, Consumer<Redirection> answer) {
        inner.onHandshake(greeting, answer);
    }

    @Override
    public void onUnpublish(AppClient client, AppPublication publication) {
        inner.onUnpublish(client, publication);
    }

    @Override
    public void onUnsubscribe(AppClient client, AppListener listener) {
        inner.onUnsubscribe(client, listener);
    }

    @Override
    public void onPacket(AppClient client, AppPublication publication, MediaPacket packet) {
        inner.onPacket(client, publication, packet);
    }

    @Override
    public void onUnjoinGroup(AppClient client, byte[] group) {
        inner.onUnjoinGroup(client, group);
    }

    @Override
    public void onIntroduction(AppClient client, Optional<byte[]> asker, Consumer<Boolean> answer) {
        inner.onIntroduction(client, asker, answer);
    }

    @Override
    public void onRead(AppClient client, String name, Consumer<FileAnswer> answer) {
        inner.onRead(client, name, answer);
    }

    @Override
    public void onAddressChanged(AppClient client, InetSocketAddress before) {
        inner.onAddressChanged(client, before);
    }
}
