package io.cumulonimbus.origin.app;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The way from a client's loop to its application and back: bounded, counted, never waiting.
 *
 * <p>What one client asks arrives in order. Every question is answered exactly once, on the loop
 * {@code replyTo} that asked; when the realm has too much to do the answer is no, at once. May be
 * used by any number of clients on any loops.
 */
public final class ApplicationProxy {
    private static final String BUSY = "The application is too busy, try again later";
    private static final String FAULT = "Internal error";

    private final RealmProxy realm;
    private final String path;
    private final boolean meetingPlace;

    ApplicationProxy(RealmProxy realm, String path, boolean meetingPlace) {
        this.meetingPlace = meetingPlace;
        this.realm = realm;
        this.path = path;
    }

    /** The application's path, without slashes at its ends; empty for the root. */
    public String path() {
        return path;
    }

    /** Whether clients are here to meet each other, and for nothing else. */
    public boolean isMeetingPlace() {
        return meetingPlace;
    }

    /** Has it loaded what there is to load. */
    public void start() {
        realm.tell(EventKind.OTHER, r -> r.application(path).start());
    }

    /** The same; {@code ready} runs on the loop when it is done, or could not be. */
    public void start(Loop replyTo, Runnable ready) {
        boolean asked =
                realm.ask(
                        EventKind.OTHER,
                        replyTo,
                        (r, answer) -> {
                            r.application(path).start();
                            answer.accept(true);
                        },
                        false,
                        done -> ready.run());
        if (!asked) {
            ready.run();
        }
    }

    /** Whether some application of its realm wants to hear of hellos. */
    public boolean greets() {
        return realm.interests().has(AppEvent.HANDSHAKE);
    }

    /** Asks what to do with a hello. */
    public void greet(Greeting greeting, Loop replyTo, Consumer<Redirection> answer) {
        boolean asked =
                realm.ask(
                        EventKind.HANDSHAKE,
                        replyTo,
                        (r, a) -> r.application(path).onHandshake(greeting, a),
                        Redirection.NONE,
                        answer);
        if (!asked) {
            answer.accept(Redirection.NONE);
        }
    }

    /** Asks whether the client may connect. Values handed in are the application's from now on. */
    public void connect(
            AppClient client,
            List<AmfValue> arguments,
            Loop replyTo,
            Consumer<ConnectAnswer> answer) {
        boolean asked =
                realm.ask(
                        EventKind.CONNECTION,
                        replyTo,
                        (r, a) -> r.application(path).onConnection(client, arguments, a),
                        new ConnectAnswer.Rejected(FAULT),
                        answer);
        if (!asked) {
            answer.accept(new ConnectAnswer.Rejected(BUSY));
        }
    }

    /** Calls a method for a client that was accepted. */
    public void call(
            AppClient client,
            String method,
            List<AmfValue> arguments,
            Loop replyTo,
            Consumer<CallAnswer> answer) {
        call((a, answered) -> a.onCall(client, method, arguments, answered), replyTo, answer);
    }

    /** Calls a method with values that the application has to read itself. */
    public void call(
            AppClient client, TcMessage unread, Loop replyTo, Consumer<CallAnswer> answer) {
        call((a, answered) -> a.onUnreadCall(client, unread, answered), replyTo, answer);
    }

    private void call(
            BiConsumer<Application, Consumer<CallAnswer>> question,
            Loop replyTo,
            Consumer<CallAnswer> answer) {
        boolean asked =
                realm.ask(
                        EventKind.CALL,
                        replyTo,
                        (r, a) -> question.accept(r.application(path), a),
                        new CallAnswer.Failed(FAULT),
                        answer);
        if (!asked) {
            answer.accept(new CallAnswer.Failed(BUSY));
        }
    }

    /**
     * Tells that a client which was accepted is gone; once for each.
     *
     * @param error why, when it did not leave in order
     */
    public void disconnected(AppClient client, Optional<String> error) {
        realm.tell(
                EventKind.DISCONNECTION, r -> r.application(path).onDisconnection(client, error));
    }

    /** The way for what a client does once it was accepted; {@code loop} is the client's. */
    public ClientEvents events(AppClient client, Loop loop) {
        return new ClientEvents(realm, path, client, loop);
    }

    /** Questions to the whole realm that have no answer yet. */
    public int open() {
        return realm.open();
    }

    /** Questions to the whole realm that were refused because too many were open. */
    public long refused() {
        return realm.refused();
    }
}
