package io.cumulonimbus.config.launch;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What systemd is told of a service of type {@code notify}: that it serves. Its own program carries
 * the message, since Java has no datagram sockets of the Unix domain.
 */
final class ServiceNotice {
    private static final long PATIENCE_S = 10;
    private static final Logger LOG = LoggerFactory.getLogger(ServiceNotice.class);

    private ServiceNotice() {}

    /** Tells it, if anybody waits for it. */
    static void ready(String ports) throws InterruptedException {
        if (System.getenv("NOTIFY_SOCKET") == null) {
            return;
        }
        try {
            Process notice =
                    new ProcessBuilder("systemd-notify", "--ready", "--status=serving " + ports)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            if (!notice.waitFor(PATIENCE_S, TimeUnit.SECONDS) || notice.exitValue() != 0) {
                LOG.warn("systemd could not be told that we serve");
            }
        } catch (IOException e) {
            LOG.warn("systemd could not be told that we serve: {}", e.toString());
        }
    }
}
