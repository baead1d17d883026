package io.cumulonimbus.origin;

import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.RtmpDoors;
import io.cumulonimbus.config.RtmpLimits;
import io.cumulonimbus.config.StartException;
import io.cumulonimbus.config.WatchConfig;
import io.cumulonimbus.config.WebConfig;
import io.cumulonimbus.net.doors.DoorPorts;
import io.cumulonimbus.net.doors.RtmpListeners;
import io.cumulonimbus.net.rpc.WebRules;
import io.cumulonimbus.net.watch.WatchRules;
import io.cumulonimbus.origin.disk.DiskProxy;
import io.cumulonimbus.origin.web.PublicFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** The doors for RTMP as they are configured. */
final class RtmpPorts {
    private RtmpPorts() {}

    /**
     * Opens them, on each of the addresses.
     *
     * @param serving whether newcomers are let in; any thread
     */
    static void open(
            RtmpListeners listeners,
            List<InetAddress> hosts,
            RtmpDoors doors,
            BooleanSupplier serving)
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
                        watching(doors.watch()),
                        web(doors.web()),
                        serving);
        try {
            listeners.open(ports);
        } catch (IOException e) {
            throw new StartException(e.getMessage() + RtmpDoors.CERTIFICATE_HINT, e);
        }
    }

    /** What everybody may see, where that is wanted. */
    static Optional<PublicFiles> files(OriginConfig config, DiskProxy disk) {
        return config.rtmp().web().files()
                ? Optional.of(new PublicFiles(config.www(), disk))
                : Optional.empty();
    }

    private static DoorPorts.Limits limits(RtmpLimits limits) {
        return new DoorPorts.Limits(
                limits.connections(),
                limits.newcomersPerAddress(),
                limits.writeDelay(),
                limits.idleHold(),
                limits.replySpacing(),
                limits.sessions(),
                limits.sessionTimeout(),
                limits.ident2());
    }

    private static WebRules web(WebConfig web) {
        return new WebRules(web.rpc(), web.files(), Set.copyOf(web.origins()));
    }

    private static WatchRules watching(WatchConfig watch) {
        return new WatchRules(
                watch.flv(),
                watch.hls(),
                watch.page(),
                Set.copyOf(watch.origins()),
                watch.patience().toNanos(),
                watch.early());
    }
}
