package io.cumulonimbus.link.remote;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.link.wire.LinkFrame;
import io.cumulonimbus.link.wire.MalformedFrameException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an edge keeps of a session for the case that its origin is lost, seen from either end. */
final class Kept {
    private static final int PARTS = 2;

    private final RemoteClient client;
    private final byte[][] parts = new byte[PARTS][];
    private final boolean[] untold = new boolean[PARTS];
    private Optional<LinkSink> speaker = Optional.empty();
    private Optional<Message> toSay = Optional.empty();
    private Optional<MessageSink> listener = Optional.empty();

    private final OwedCalls calls;

    Kept(RemoteClient client) {
        this.client = client;
        this.calls = new OwedCalls(client);
    }

    OwedCalls calls() {
        return calls;
    }

    // ---- at the origin ----

    /** Is to be kept; what was not sent yet is replaced. */
    void tell(int part, byte[] sealed) {
        parts[part] = sealed;
        if (!untold[part]) {
            untold[part] = true;
            client.link().promises(1);
            client.link().output().offer(client);
        }
    }

    /** Is to be said on that flow, once it has a number. */
    void tellLast(LinkSink sink, Message message) {
        speaker = Optional.of(sink);
        toSay = Optional.of(message);
        client.link().output().offer(client);
    }

    boolean isPending() {
        boolean parts = untold[0] || untold[1] || calls.isPending();
        return parts || speaker.filter(sink -> sink.id() != 0).isPresent();
    }

    LinkFrame next() {
        for (int part = 0; part < PARTS; part++) {
            if (untold[part]) {
                untold[part] = false;
                client.link().promises(-1);
                return new LinkFrame.Checkpoint(client.id(), part, parts[part]);
            }
        }
        if (calls.isPending()) {
            return calls.next();
        }
        LinkFrame frame =
                new LinkFrame.LastWords(
                        client.id(), speaker.orElseThrow().id(), toSay.orElseThrow().toBytes());
        speaker = Optional.empty();
        return frame;
    }

    /** The session ends: nothing is owed any more. */
    void forgetPromises() {
        calls.forgetPromises();
        for (int part = 0; part < PARTS; part++) {
            if (untold[part]) {
                untold[part] = false;
                client.link().promises(-1);
            }
        }
    }

    /** What an earlier origin left. */
    void restored(LinkFrame.Restore f) throws MalformedFrameException {
        if (f.part() == LinkFrame.Restore.CALLS) {
            calls.restored(f.checkpoint());
        } else {
            parts[f.part()] = f.checkpoint();
        }
    }

    List<byte[]> restored() {
        List<byte[]> all = new ArrayList<>();
        if (parts[0] != null) {
            all.add(parts[0]);
            all.add(parts[1] == null ? new byte[0] : parts[1]);
        }
        return all;
    }

    // ---- at the edge ----

    /** Whether another origin could go on with the session. */
    boolean isMovable() {
        return parts[0] != null;
    }

    void keep(int part, byte[] sealed) {
        parts[part] = sealed;
    }

    void last(LinkFrame.LastWords f, LinkIncoming flow) {
        if (flow != null && flow.handler() instanceof LinkForwarder.Downward down) {
            listener = Optional.of(down.sink());
            toSay = Optional.of(Message.of(f.message()));
        }
    }

    /** The origin is lost for good. */
    void sayLast() {
        listener.ifPresent(sink -> toSay.ifPresent(said -> sink.write(said, Deadline.NONE)));
    }

    /** What another origin is to know of the session before it is opened. */
    List<LinkFrame> restores() {
        List<LinkFrame> frames = new ArrayList<>(0);
        for (int part = 0; part < PARTS; part++) {
            if (parts[part] != null) {
                frames.add(new LinkFrame.Restore(client.id(), part, parts[part]));
            }
        }
        if (!calls.isEmpty()) {
            frames.add(
                    new LinkFrame.Restore(client.id(), LinkFrame.Restore.CALLS, calls.toBytes()));
        }
        return frames;
    }
}
