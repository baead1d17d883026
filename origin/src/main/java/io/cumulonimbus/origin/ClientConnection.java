package io.cumulonimbus.origin;

import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.origin.connection.ConnectionSettings;
import io.cumulonimbus.origin.stream.StreamSettings;

/** Connections of clients as they are configured. */
final class ClientConnection {
    private ClientConnection() {}

    static ConnectionSettings of(OriginConfig config) {
        return ConnectionSettings.DEFAULT
                .withKeepAlive(
                        Math.toIntExact(config.keepAliveServer().toMillis()),
                        Math.toIntExact(config.keepAlivePeer().toMillis()))
                .withTimersScaled(config.sessions().timersScale())
                .withLimits(ClientLimits.of(config.sessions().limits()))
                .withStreams(StreamSettings.DEFAULT.withScope(config.media().scope()));
    }
}
