package io.cumulonimbus.origin.app;

import io.cumulonimbus.net.loop.Loop;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What one client does after it was accepted, on its way to its application. Owned by the client's
 * loop.
 *
 * <p>What no script asked for is not sent, or not waited for. Everything arrives in order; what a
 * client could send too much of is bounded.
 */
public final class ClientEvents {
    private static final String BUSY = "The application is too busy, try again later";

    private final RealmProxy realm;
    private final String path;
    private final AppClient client;
    private final Loop loop;
    private Function<String, Optional<String>> accounts = account -> Optional.empty();

    ClientEvents(RealmProxy realm, String path, AppClient client, Loop loop) {
        this.realm = realm;
        this.path = path;
        this.client = client;
        this.loop = loop;
    }

    /**
     * What is asked when the client turns out to belong to an account: why that cannot be, if so.
     */
    public void counting(Function<String, Optional<String>> joins) {
        accounts = joins;
    }

    /** Whoever was allowed, and is of an account that has too much, hears that; and the script. */
    private Consumer<StreamAnswer> counted(Consumer<StreamAnswer> answer, Runnable over) {
        return decided -> {
            Optional<String> full =
                    decided instanceof StreamAnswer.Allowed allowed
                            ? allowed.account().flatMap(accounts)
                            : Optional.empty();
            if (full.isPresent()) {
                over.run();
                answer.accept(new StreamAnswer.Refused(full.get()));
            } else {
                answer.accept(decided);
            }
        };
    }

    /** Whether a script asked for it. */
    public boolean wants(AppEvent event) {
        return realm.interests().has(event);
    }

    /** The client wants to publish; the answer follows once, now or later. */
    public void publish(AppPublication publication, Consumer<StreamAnswer> answer) {
        if (wants(AppEvent.PUBLISH)) {
            ask(
                    EventKind.PUBLISH,
                    (a, decided) -> a.onPublish(client, publication, decided),
                    counted(answer, () -> unpublished(publication)));
        } else {
            tellFirst(
                    EventKind.PUBLISH,
                    a -> a.onPublish(client, publication, d -> end(publication, d)),
                    answer);
        }
    }

    /** A script that came up meanwhile refuses what was allowed without asking it. */
    private static void end(AppPublication publication, StreamAnswer decided) {
        if (decided instanceof StreamAnswer.Refused refused) {
            publication.close("Publish.BadName", refused.description());
        }
    }

    /** The client publishes no more; once for each publish that was allowed. */
    public void unpublished(AppPublication publication) {
        tell(EventKind.UNPUBLISH, a -> a.onUnpublish(client, publication));
    }

    /** The client wants to play; the answer follows once, now or later. */
    public void subscribe(AppListener listener, Consumer<StreamAnswer> answer) {
        if (wants(AppEvent.SUBSCRIBE)) {
            ask(
                    EventKind.SUBSCRIBE,
                    (a, decided) -> a.onSubscribe(client, listener, decided),
                    counted(answer, () -> unsubscribed(listener)));
        } else {
            tellFirst(EventKind.SUBSCRIBE, a -> a.onSubscribe(client, listener, d -> {}), answer);
        }
    }

    /** The client plays no more; once for each that was allowed. */
    public void unsubscribed(AppListener listener) {
        tell(EventKind.UNSUBSCRIBE, a -> a.onUnsubscribe(client, listener));
    }

    /** A message of a publisher; only of a kind that is wanted. Dropped when too many wait. */
    public void packet(AppPublication publication, MediaPacket packet) {
        realm.packet(
                packet.body().length(),
                r -> r.application(path).onPacket(client, publication, packet));
    }

    /** The client joined a NetGroup; the caller bounds how many. */
    public void joined(byte[] group) {
        tell(EventKind.GROUP, a -> a.onJoinGroup(client, group));
    }

    /** The client left a NetGroup; once for each joined. */
    public void left(byte[] group) {
        tell(EventKind.GROUP, a -> a.onUnjoinGroup(client, group));
    }

    /**
     * Somebody wants to meet the client; the answer follows once, later.
     *
     * @param asker its peer id; empty for one without a session here
     */
    public void introduce(Optional<byte[]> asker, Consumer<Boolean> answer) {
        boolean asked =
                realm.ask(
                        EventKind.INTRODUCTION,
                        loop,
                        (r, a) -> r.application(path).onIntroduction(client, asker, a),
                        false,
                        answer);
        if (!asked) {
            answer.accept(false);
        }
    }

    /**
     * The client asks for a file; the answer follows once, now or later, and is empty when the
     * application has too much to do.
     */
    public void read(String name, Consumer<Optional<FileAnswer>> answer) {
        if (!wants(AppEvent.READ)) {
            answer.accept(Optional.of(new FileAnswer.Shown(name)));
            return;
        }
        boolean asked =
                realm.ask(
                        EventKind.READ,
                        loop,
                        (r, a) ->
                                r.application(path)
                                        .onRead(client, name, d -> a.accept(Optional.of(d))),
                        Optional.empty(),
                        answer);
        if (!asked) {
            answer.accept(Optional.empty());
        }
    }

    /** The client's packets come from elsewhere. */
    public void addressChanged(InetSocketAddress before) {
        if (wants(AppEvent.ADDRESS)) {
            realm.offer(
                    EventKind.ADDRESS, r -> r.application(path).onAddressChanged(client, before));
        }
    }

    private void tell(EventKind kind, Consumer<Application> notice) {
        realm.tell(kind, r -> notice.accept(r.application(path)));
    }

    private void tellFirst(
            EventKind kind, Consumer<Application> notice, Consumer<StreamAnswer> answer) {
        boolean told = realm.offer(kind, r -> notice.accept(r.application(path)));
        answer.accept(told ? StreamAnswer.ALLOWED : new StreamAnswer.Refused(BUSY));
    }

    /** A question to the application. */
    private interface Question {
        void ask(Application application, Consumer<StreamAnswer> answer);
    }

    private void ask(EventKind kind, Question question, Consumer<StreamAnswer> answer) {
        boolean asked =
                realm.ask(
                        kind,
                        loop,
                        (r, a) -> question.ask(r.application(path), a),
                        new StreamAnswer.Refused(""),
                        answer);
        if (!asked) {
            answer.accept(new StreamAnswer.Refused(BUSY));
        }
    }
}
