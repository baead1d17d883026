package io.cumulonimbus.origin.link;

import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.session.LinkListener;
import io.cumulonimbus.link.session.LinkSession;
import io.cumulonimbus.net.link.LinkClient;
import io.cumulonimbus.origin.stream.FarOrigins.Receiver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/** The link of one loop to one other origin, and what is pulled by it. Owned by the loop. */
final class FellowLink {
    /** Questions that wait for the link. */
    private static final int MOST_WAITING = 1024;

    private final Set<Pulled> streams = new LinkedHashSet<>();
    private final ArrayDeque<Question> waiting = new ArrayDeque<>();
    private Optional<LinkClient> client = Optional.empty();
    private Optional<Heard> present = Optional.empty();
    private Optional<LinkSession> session = Optional.empty();

    private record Question(byte[] body, Consumer<Optional<byte[]>> answer) {}

    /** A stream that is pulled whenever there is a link. */
    private static final class Pulled {
        private final String name;
        private final Receiver receiver;
        private long number;

        Pulled(String name, Receiver receiver) {
            this.name = name;
            this.receiver = receiver;
        }

        void by(LinkSession link) {
            number = link.streams().pull(name, receiver.had(), new Arriving(receiver));
        }
    }

    /** Dials, unless that was done; {@code dial} is given who hears of the link. */
    void connect(Function<LinkListener, LinkClient> dial) {
        if (client.isEmpty()) {
            Heard heard = new Heard();
            present = Optional.of(heard);
            client = Optional.of(dial.apply(heard));
        }
    }

    /** Hangs up, and dials no more. */
    CompletableFuture<Void> disconnect(Duration grace) {
        CompletableFuture<Void> stopped =
                client.map(dialled -> dialled.stop(grace))
                        .orElseGet(() -> CompletableFuture.completedFuture(null));
        client = Optional.empty();
        present = Optional.empty();
        unlinked();
        while (!waiting.isEmpty()) {
            waiting.poll().answer.accept(Optional.empty());
        }
        return stopped;
    }

    /** Answers what ends it. */
    Runnable pull(String name, Receiver receiver) {
        Pulled one = new Pulled(name, receiver);
        streams.add(one);
        session.ifPresent(one::by);
        return () -> release(one);
    }

    /** Asks, as soon as there is a link; the answer is empty when there will be none. */
    void ask(byte[] question, Consumer<Optional<byte[]>> answer) {
        if (session.isPresent()) {
            session.get().questions().ask(question, answer);
        } else if (client.isEmpty() || waiting.size() >= MOST_WAITING) {
            answer.accept(Optional.empty());
        } else {
            waiting.add(new Question(question, answer));
        }
    }

    private void release(Pulled one) {
        if (streams.remove(one)) {
            session.ifPresent(link -> link.streams().release(one.number));
        }
    }

    /** Whether it is neither dialled nor wanted. */
    boolean isUnused() {
        return streams.isEmpty() && client.isEmpty();
    }

    private void linked() {
        session = client.flatMap(LinkClient::session);
        session.ifPresent(
                link -> {
                    streams.forEach(one -> one.by(link));
                    while (!waiting.isEmpty()) {
                        Question next = waiting.poll();
                        link.questions().ask(next.body, next.answer);
                    }
                });
    }

    private void unlinked() {
        if (session.isPresent()) {
            session = Optional.empty();
            List.copyOf(streams).forEach(one -> one.receiver.unlinked());
        }
    }

    /** What is heard of one client, as long as it is the present one. */
    private final class Heard implements LinkListener {
        private boolean isPresent() {
            return present.isPresent() && present.get() == this;
        }

        @Override
        public void onEstablished(String farNodeId) {
            if (isPresent()) {
                linked();
            }
        }

        /** Another run of that origin answers, which has what the one before had not. */
        @Override
        public void onMoved() {
            if (isPresent()) {
                unlinked();
                linked();
            }
        }

        @Override
        public void onLost(LinkLoss reason) {
            if (isPresent()) {
                unlinked();
            }
        }
    }
}
