package io.cumulonimbus.origin;

import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.SessionsConfig;
import io.cumulonimbus.rtmfp.endpoint.EndpointConfig;
import io.cumulonimbus.rtmfp.session.SessionConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the endpoints that RTMFP clients come to behave. */
final class ClientEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(ClientEndpoint.class);

    private ClientEndpoint() {}

    static EndpointConfig of(OriginConfig config) {
        SessionsConfig sessions = config.sessions();
        if (sessions.timersScale() < 1) {
            LOG.warn("timers.scale is {}: that is for tests", sessions.timersScale());
        }
        SessionConfig session =
                SessionConfig.DEFAULT
                        .withMaxDatagram(config.maxDatagram())
                        .withTimersScaled(sessions.timersScale());
        EndpointConfig server = EndpointConfig.SERVER.withSession(session);
        return server.withLimits(sessions.max(), sessions.unprovenPerAddress(), server.maxKeyings())
                .withMaxBuffered((long) sessions.buffers() << 20);
    }
}
