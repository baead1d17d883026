package io.cumulonimbus.origin.sharedobject;

import io.cumulonimbus.amf.UnencodableAmfException;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.message.SharedObjectEvent;
import io.cumulonimbus.rtmp.message.SharedObjectMessage;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Something that is said to many: encoded once for each encoding. */
final class Utterance {
    private final SharedObjectMessage message;
    private final Map<ObjectEncoding, Optional<Message>> encoded =
            new EnumMap<>(ObjectEncoding.class);

    Utterance(SharedObjectMessage message) {
        this.message = message;
    }

    /** Says it; answers false when there was no room. Nothing is said to nobody. */
    boolean to(SubscriberProxy subscriber) {
        if (message.events().isEmpty()) {
            return true;
        }
        return encoded.computeIfAbsent(subscriber.encoding(), this::encode)
                .map(subscriber::say)
                .orElse(true);
    }

    private Optional<Message> encode(ObjectEncoding encoding) {
        try {
            return Optional.of(message.toMessage(encoding).message());
        } catch (UnencodableAmfException tooMuch) {
            return Optional.empty();
        }
    }

    /** A refusal of anything about an object. */
    static Utterance refusal(String name, boolean persistent, String code) {
        SharedObjectEvent status = new SharedObjectEvent.Status(code, "error");
        return new Utterance(new SharedObjectMessage(name, 0, persistent, List.of(status)));
    }
}
