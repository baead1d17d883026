package io.cumulonimbus.admin;

import io.cumulonimbus.admin.api.Api;
import io.cumulonimbus.admin.api.ApiRoute;
import io.cumulonimbus.config.AdminConfig;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.config.StartException;
import io.cumulonimbus.config.TlsConfig;
import io.cumulonimbus.net.gateway.PortUnavailableException;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.net.tcp.DoorOptions;
import io.cumulonimbus.net.tcp.TcpLimits;
import io.cumulonimbus.net.tls.ServerTls;
import io.cumulonimbus.net.web.WebDoor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port for operators and their tools, with a thread of its own.
 *
 * <p>It only asks: whoever is asked goes on when it fails. Opening and closing block.
 */
public final class AdminDoor implements AutoCloseable {
    private static final TcpLimits LIMITS = new TcpLimits(64, 64, 64);
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Duration CERTIFICATE_INTERVAL = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(AdminDoor.class);

    private final Loops loops;
    private final WebDoor door;
    private final Metrics metrics;
    private final Optional<ServerTls> tls;
    private final Doorman doorman;

    private AdminDoor(
            Loops loops, WebDoor door, Metrics metrics, Optional<ServerTls> tls, Doorman doorman) {
        this.tls = tls;
        this.loops = loops;
        this.door = door;
        this.metrics = metrics;
        this.doorman = doorman;
    }

    /**
     * Opens the port, if there is to be one.
     *
     * @param metrics with all sources; closed with the door, or at once without one
     * @param routes what can be asked and done
     * @param ready whether clients are served at this moment; any thread
     * @throws StartException when the port cannot be opened, or the certificate cannot be used
     */
    public static Optional<AdminDoor> open(
            AdminConfig config, Metrics metrics, List<ApiRoute> routes, BooleanSupplier ready)
            throws StartException {
        if (config.port().isEmpty()) {
            metrics.close();
            return Optional.empty();
        }
        if (!config.address().isLoopbackAddress() && config.tls().isEmpty()) {
            LOG.warn(
                    "admin.address is {}, and admin.tls is off: what is told there can be read, the"
                            + " token too",
                    config.address());
        }
        Optional<ServerTls> tls;
        try {
            tls = tls(config);
        } catch (StartException e) {
            metrics.close();
            throw e;
        }
        Loops loops = Loops.startDaemons("admin", 1);
        Doorman doorman = new Doorman(tokens(config.token()));
        AdminService service =
                new AdminService(loops.loop(0), doorman, metrics, new Api(routes), ready);
        InetSocketAddress address =
                new InetSocketAddress(config.address(), config.port().getAsInt());
        DoorOptions options = new DoorOptions(LIMITS, tls, proxy -> false);
        try {
            WebDoor door = WebDoor.open(loops, address, options, service).join();
            return Optional.of(new AdminDoor(loops, door, metrics, tls, doorman));
        } catch (CompletionException e) {
            tls.ifPresent(ServerTls::close);
            loops.close();
            metrics.close();
            if (e.getCause() instanceof PortUnavailableException port) {
                throw new StartException(port.getMessage(), port);
            }
            throw e;
        }
    }

    private static Optional<ServerTls> tls(AdminConfig config) throws StartException {
        if (config.tls().isEmpty()) {
            return Optional.empty();
        }
        TlsConfig files = config.tls().get();
        try {
            if (files.makeMissing()
                    && ServerTls.makeMissing(
                            files.certificate(), files.key(), new SecureRandom())) {
                LOG.warn(
                        "Made a certificate for trying out, which no browser trusts: {}",
                        files.certificate());
            }
            return Optional.of(
                    ServerTls.open(files.certificate(), files.key(), CERTIFICATE_INTERVAL));
        } catch (IOException e) {
            throw new StartException(e.getMessage() + " (admin.tls, tls.certificate)", e);
        }
    }

    private static List<Secret> tokens(Secret token) {
        return token.isEmpty() ? List.of() : token.texts().stream().map(Secret::of).toList();
    }

    /** From now on one of these tokens must be shown; with none, nobody is asked. Any thread. */
    public void demand(Secret token) {
        doorman.demand(tokens(token));
    }

    /** Where it listens, with the real port. */
    public InetSocketAddress address() {
        return door.addresses().get(0);
    }

    @Override
    public void close() {
        tls.ifPresent(ServerTls::close);
        door.stop(GRACE).join();
        loops.close();
        metrics.close();
    }
}
