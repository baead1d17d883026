package io.cumulonimbus.origin.connection;

import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.Optional;

/** The application that a client is going to ask for, before it is handled. */
public final class WantedPath {
    private WantedPath() {}

    /**
     * The path as connecting would find it; empty when nothing says so yet.
     *
     * @param first the client's first message, if there is one yet
     */
    public static Optional<String> of(Client client, Optional<Message> first) {
        String uri = client.identity().uri();
        if (!uri.isBlank()) {
            return Optional.of(of(uri));
        }
        return first.flatMap(TcMessage::parse)
                .filter(message -> MessageType.isCommand(message.type()))
                .flatMap(WantedPath::connecting);
    }

    /** The path in the URI of an endpoint discriminator. */
    public static String of(String uri) {
        return ConnectTarget.of(uri, "", "").path();
    }

    private static Optional<String> connecting(TcMessage message) {
        try {
            Command command = Command.decode(message);
            if (!command.name().equals("connect")) {
                return Optional.empty();
            }
            String url = ConnectedClient.text(command, "tcUrl");
            String app = ConnectedClient.text(command, "app");
            return Optional.of(ConnectTarget.of("", url, app).path());
        } catch (MalformedAmfException broken) {
            return Optional.empty();
        }
    }
}
