package io.cumulonimbus.origin.connection;

import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a client begins with, before it has a session: it tells what it will ask for. */
public final class Opening {
    private Opening() {}

    /**
     * The path of the application, as connecting would find it; empty when it tells none.
     *
     * @param opening for RTMFP the URI of the endpoint discriminator, otherwise the first command
     *     message
     */
    public static Optional<String> path(Protocol protocol, byte[] opening) {
        if (protocol == Protocol.RTMFP) {
            String uri = new String(opening, StandardCharsets.UTF_8);
            return Optional.of(ConnectTarget.of(uri, "", "").path());
        }
        return TcMessage.parse(Message.of(opening))
                .filter(message -> MessageType.isCommand(message.type()))
                .flatMap(Opening::connectPath);
    }

    private static Optional<String> connectPath(TcMessage message) {
        try {
            Command command = Command.decode(message);
            if (!command.name().equals("connect")) {
                return Optional.empty();
            }
            String url = ConnectedClient.text(command, "tcUrl");
            return Optional.of(
                    ConnectTarget.of("", url, ConnectedClient.text(command, "app")).path());
        } catch (MalformedAmfException broken) {
            return Optional.empty();
        }
    }
}
