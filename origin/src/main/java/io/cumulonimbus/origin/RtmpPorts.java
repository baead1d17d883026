package io.cumulonimbus.origin;

import io.cumulonimbus.config.RtmpDoors;
import io.cumulonimbus.config.RtmpLimits;
import io.cumulonimbus.config.StartException;
import io.cumulonimbus.net.doors.DoorPorts;
import io.cumulonimbus.net.doors.RtmpListeners;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;

/** The doors for RTMP as they are configured. */
final class RtmpPorts {
    private RtmpPorts() {}

    /** Opens them, on each of the addresses. */
    static void open(RtmpListeners listeners, List<InetAddress> hosts, RtmpDoors doors)
            throws StartException {
        DoorPorts ports =
                new DoorPorts(
                        hosts,
                        doors.rtmp(),
                        doors.http(),
                        doors.rtmps(),
                        doors.https(),
                        doors.tls()
                                .map(
                                        tls ->
                                                new DoorPorts.TlsFiles(
                                                        tls.certificate(),
                                                        tls.key(),
                                                        tls.makeMissing())),
                        address -> doors.proxies().stream().anyMatch(r -> r.contains(address)),
                        limits(doors.limits()),
                        () -> true);
        try {
            listeners.open(ports);
        } catch (IOException e) {
            throw new StartException(e.getMessage() + RtmpDoors.CERTIFICATE_HINT, e);
        }
    }

    private static DoorPorts.Limits limits(RtmpLimits limits) {
        return new DoorPorts.Limits(
                limits.connections(),
                limits.newcomersPerAddress(),
                limits.idleHold(),
                limits.sessions(),
                limits.sessionTimeout(),
                limits.ident2());
    }
}
