package io.cumulonimbus.origin.sharedobject;

import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.app.AppObject;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.message.SharedObjectEvent;
import io.cumulonimbus.rtmp.message.SharedObjectMessage;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A shared object in which an application takes part, as if it were a client. On its loop. */
public final class ScriptedObject implements AppObject {
    private final ClientObjects objects;
    private final Name name;
    private final Consumer<List<SharedObjectEvent>> listener;
    private long version;
    private boolean full;

    /** Which object it is. */
    public record Name(String application, String name, boolean persistent) {}

    /**
     * Asks to take part.
     *
     * @param listener hears what is said of it, on the loop
     */
    public ScriptedObject(
            SharedObjectsProxy all,
            Name name,
            Loop loop,
            Consumer<List<SharedObjectEvent>> listener) {
        this.name = name;
        this.listener = listener;
        this.objects =
                new ClientObjects(all, name.application(), loop, ObjectEncoding.AMF3, this::heard);
        say(new SharedObjectEvent.Use());
    }

    private void heard(Message said) {
        Optional<TcMessage> message = TcMessage.parse(said);
        if (message.isEmpty()) {
            return;
        }
        try {
            SharedObjectMessage all = SharedObjectMessage.decode(message.get());
            version = all.version();
            listener.accept(all.events());
        } catch (MalformedAmfException ours) {
            throw new IllegalStateException(ours);
        }
    }

    @Override
    public boolean say(SharedObjectEvent event) {
        if (full) {
            return false;
        }
        SharedObjectMessage message =
                new SharedObjectMessage(name.name(), version, name.persistent(), List.of(event));
        int length = message.toMessage(ObjectEncoding.AMF3).payloadLength();
        objects.receive(message, length, () -> full = true, () -> full = false);
        return true;
    }

    @Override
    public void close() {
        objects.close();
    }
}
