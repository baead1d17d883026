package io.cumulonimbus.origin.app;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One folder of {@code www} at work: decides over connections and answers calls.
 *
 * <p>Owned by its realm's loop; every method is called there, and answers are given there, once,
 * now or later. Values handed in belong to the application, values answered to the caller. No
 * method throws for what a script does wrong: that is an answer.
 */
public interface Application {
    /**
     * A client wants to connect; what it is accepted with, or why not, is the answer.
     *
     * @param arguments what {@code connect} carried behind the command object
     */
    void onConnection(AppClient client, List<AmfValue> arguments, Consumer<ConnectAnswer> answer);

    /** An accepted client calls a method; exactly one answer follows. */
    void onCall(
            AppClient client, String method, List<AmfValue> arguments, Consumer<CallAnswer> answer);

    /**
     * As {@link #onCall}, with a message in which there are objects of classes that nobody knows
     * but the application.
     */
    default void onUnreadCall(AppClient client, TcMessage call, Consumer<CallAnswer> answer) {
        answer.accept(new CallAnswer.Failed("Malformed arguments"));
    }

    /**
     * An accepted client is gone. Called once, last.
     *
     * @param error why, when it did not leave in order
     */
    void onDisconnection(AppClient client, Optional<String> error);

    /** Loads what there is to load, without waiting for a client. */
    default void start() {}

    /** Somebody says hello; exactly one answer follows. */
    default void onHandshake(Greeting greeting, Consumer<Redirection> answer) {
        answer.accept(Redirection.NONE);
    }

    /** An accepted client wants to publish; exactly one answer follows. */
    default void onPublish(
            AppClient client, AppPublication publication, Consumer<StreamAnswer> answer) {
        answer.accept(StreamAnswer.ALLOWED);
    }

    /** The client publishes no more; once for each publish that was allowed. */
    default void onUnpublish(AppClient client, AppPublication publication) {}

    /** An accepted client wants to play; exactly one answer follows. */
    default void onSubscribe(
            AppClient client, AppListener listener, Consumer<StreamAnswer> answer) {
        answer.accept(StreamAnswer.ALLOWED);
    }

    /** The client plays no more; once for each play that was allowed. */
    default void onUnsubscribe(AppClient client, AppListener listener) {}

    /** A message of a publisher, of a kind that was asked for; viewers have it already. */
    default void onPacket(AppClient client, AppPublication publication, MediaPacket packet) {}

    /** The client joined a NetGroup. */
    default void onJoinGroup(AppClient client, byte[] group) {}

    /** The client left a NetGroup. */
    default void onUnjoinGroup(AppClient client, byte[] group) {}

    /**
     * Somebody wants to meet the client, to talk to it directly; exactly one answer follows.
     *
     * @param asker its peer id, 32 bytes; empty for one without a session here
     */
    default void onIntroduction(
            AppClient client, Optional<byte[]> asker, Consumer<Boolean> answer) {
        answer.accept(true);
    }

    /**
     * An accepted client asks for a file of those that are for everybody; exactly one answer
     * follows.
     *
     * @param name plain: parts with slashes between them
     */
    default void onRead(AppClient client, String name, Consumer<FileAnswer> answer) {
        answer.accept(new FileAnswer.Shown(name));
    }

    /** The client's packets come from elsewhere now. */
    default void onAddressChanged(AppClient client, InetSocketAddress before) {}
}
