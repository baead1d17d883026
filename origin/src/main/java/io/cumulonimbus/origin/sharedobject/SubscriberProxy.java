package io.cumulonimbus.origin.sharedobject;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The way from the shared objects to one client, on the client's loop. Refuses when too much is
 * under way; who was refused something gets all of the object later.
 */
final class SubscriberProxy {
    private static final int CAPACITY = 1024;

    private final BoundedHop hop;
    private final Consumer<Message> channel;
    private final ObjectEncoding encoding;

    /** What the client takes part in; of the objects' loop. */
    final Set<SharedObject> objects = new HashSet<>();

    SubscriberProxy(Loop loop, ObjectEncoding encoding, Consumer<Message> channel) {
        this.hop = new BoundedHop(loop, CAPACITY);
        this.encoding = encoding;
        this.channel = channel;
    }

    ObjectEncoding encoding() {
        return encoding;
    }

    boolean say(Message message) {
        return hop.offer(() -> channel.accept(message));
    }

    /** Runs on the client's loop; as often as the client was made to wait. */
    void resume(Runnable task) {
        hop.insist(task);
    }
}
