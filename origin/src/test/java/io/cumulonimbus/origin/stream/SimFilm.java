package io.cumulonimbus.origin.stream;

import io.cumulonimbus.client.Arrival;
import io.cumulonimbus.client.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What a publisher behind an edge sends, which goes from origin to origin: the edge counts it, and
 * gives each next one what came since the last key frame.
 */
final class SimFilm {
    static final long ID = 7;
    private static final byte HEADER = 0;
    private static final byte KEY = 1;
    private static final byte INTER = 2;

    private final RandomGenerator random;
    private final List<Byte> made = new ArrayList<>(List.of(HEADER));
    private Showing showing;
    private int key;
    private int moves;

    SimFilm(RandomGenerator random, SimOrigin first) {
        this.random = random;
        show(new Showing(first));
    }

    /** The number of the last picture. */
    long last() {
        return made.size();
    }

    void keyFrame() {
        key = made.size();
        add(KEY);
    }

    void picture() {
        add(INTER);
    }

    private void add(byte kind) {
        made.add(kind);
        Showing now = showing;
        now.at.clients.execute(now::goOn);
    }

    /** Goes on there; the origin where it is lets go of it first. */
    void moveTo(SimOrigin next) {
        Showing before = showing;
        Showing after = new Showing(next);
        showing = after;
        before.at.clients.execute(
                () -> {
                    before.end();
                    after.follow(before);
                });
    }

    /** Goes on there; the origin where it was is gone. */
    void escapeTo(SimOrigin next) {
        Showing before = showing;
        showing = new Showing(next);
        showing.follow(before);
    }

    private void show(Showing next) {
        showing = next;
        next.at.clients.execute(next::ask);
    }

    /** The film at one origin. */
    private final class Showing {
        private final SimOrigin at;
        private final Publication publication;
        private final PublisherProxy proxy;
        private boolean live;
        private int given;
        private int replayed;

        Showing(SimOrigin at) {
            this.at = at;
            this.publication =
                    new Publication(
                            new PublicationName(ID, moves++, 0),
                            PacketTap.NONE,
                            at.clients::nowNs,
                            () -> -1);
            this.proxy =
                    new PublisherProxy(
                            at.clients,
                            publication,
                            Optional.empty(),
                            this::decided,
                            (code, text) -> {
                                throw new AssertionError(code);
                            });
        }

        /** Not all that the one before had was acknowledged. */
        void follow(Showing before) {
            replayed = Math.max(0, before.given - random.nextInt(4));
            at.clients.execute(this::ask);
        }

        private void ask() {
            at.publications.claim(SimOrigin.STREAM, proxy, publication.id() != 0, this::claimed);
        }

        private void claimed(boolean ours) {
            if (!ours || !at.publications.publish(SimOrigin.STREAM, proxy)) {
                throw new AssertionError("not ours");
            }
        }

        private void decided(boolean ours) {
            if (!ours) {
                throw new AssertionError("somebody else's");
            }
            live = true;
            given = Math.min(key, replayed);
            if (given > 0) {
                give(1, true);
            }
            goOn();
        }

        private void goOn() {
            while (live && given < made.size()) {
                given++;
                give(given, given <= replayed);
            }
        }

        private void give(int number, boolean again) {
            byte kind = made.get(number - 1);
            byte head = (byte) (kind == INTER ? 0x27 : 0x17);
            byte[] body = {head, (byte) (kind == HEADER ? 0 : 1), 0, 0, 0};
            Message message = Message.of(ByteBuffer.allocate(13).put(body).putLong(number).array());
            publication.video(number, message, new Arrival(0, number, 0, false, again));
        }

        private void end() {
            live = false;
            proxy.end();
            at.publications.unpublish(SimOrigin.STREAM, proxy);
        }
    }
}
