package io.cumulonimbus.origin.sharedobject;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.message.SharedObjectEvent;
import io.cumulonimbus.rtmp.message.SharedObjectMessage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What one client does with the shared objects of its application. Owned by the client's loop. A
 * client that says more than can be done has to wait.
 */
public final class ClientObjects {
    private static final String REFUSED = "SharedObject.ObjectCreationFailed";
    private static final int MESSAGE_BYTES = 128;

    private final SharedObjectsProxy objects;
    private final String application;
    private final SubscriberProxy subscriber;
    private final AtomicLong underWay = new AtomicLong();
    private final AtomicBoolean waits = new AtomicBoolean();
    private boolean used;
    private boolean closed;

    /**
     * @param channel what is said to the client, on its loop
     */
    public ClientObjects(
            SharedObjectsProxy objects,
            String application,
            Loop loop,
            ObjectEncoding encoding,
            Consumer<Message> channel) {
        this.objects = objects;
        this.application = application;
        this.subscriber =
                new SubscriberProxy(
                        loop,
                        encoding,
                        message -> {
                            if (!closed) {
                                channel.accept(message);
                            }
                        });
    }

    /**
     * Takes what the client says.
     *
     * @param bytes its length
     * @param hold called when the client has to wait from now on
     * @param release called, later, when it has to wait no longer
     */
    public void receive(SharedObjectMessage message, int bytes, Runnable hold, Runnable release) {
        if (closed) {
            return;
        }
        used = true;
        long weight = (long) bytes + MESSAGE_BYTES;
        long most = objects.settings().clientBytes();
        long now = underWay.addAndGet(weight);
        if (!objects.receive(subscriber, application, message, () -> done(weight, release))) {
            underWay.addAndGet(-weight);
            return;
        }
        if (now > most && waits.compareAndSet(false, true)) {
            hold.run();
            if (underWay.get() <= most / 2 && waits.compareAndSet(true, false)) {
                release.run();
            }
        }
    }

    /** Lets the client use nothing. */
    public void refuse(SharedObjectMessage message) {
        if (!closed
                && message.events().stream().anyMatch(SharedObjectEvent.Use.class::isInstance)) {
            Utterance.refusal(message.name(), message.persistent(), REFUSED).to(subscriber);
        }
    }

    /** On the objects' loop. */
    private void done(long weight, Runnable release) {
        long left = underWay.addAndGet(-weight);
        if (left <= objects.settings().clientBytes() / 2 && waits.compareAndSet(true, false)) {
            subscriber.resume(release);
        }
    }

    /** The client is gone. */
    public void close() {
        if (!closed) {
            closed = true;
            if (used) {
                objects.gone(subscriber);
            }
        }
    }
}
