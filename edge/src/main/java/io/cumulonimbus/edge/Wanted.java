package io.cumulonimbus.edge;

import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.link.route.RouteQuestion;
import io.cumulonimbus.rtmp.message.MessageType;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a client wants, as far as it has said so: by the URI of its endpoint discriminator, or where
 * there is none by its first message. Not read here: origins are asked about it as it is.
 */
final class Wanted {
    private final Protocol protocol;
    private Optional<RouteQuestion> question = Optional.empty();
    private boolean known;

    Wanted(ClientIdentity who) {
        protocol = who.protocol();
        if (protocol == Protocol.RTMFP && !who.uri().isBlank()) {
            knows(protocol, Message.of(who.uri().getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** Whether it has said what it wants. */
    boolean isKnown() {
        return known;
    }

    /**
     * What origins are asked about it; empty as long as it is not known, or when it is too long.
     */
    Optional<RouteQuestion> question() {
        return question;
    }

    /** Takes a message that the client has said; nothing once it is known what it wants. */
    void hear(Message message) {
        if (!known && MessageType.tellsWish(protocol, message)) {
            knows(protocol == Protocol.RTMFP ? Protocol.RTMP : protocol, message);
        }
    }

    private void knows(Protocol reading, Message opening) {
        known = true;
        if (opening.length() <= RouteQuestion.MAX_OPENING) {
            question = Optional.of(new RouteQuestion(reading, opening.toBytes()));
        }
    }
}
