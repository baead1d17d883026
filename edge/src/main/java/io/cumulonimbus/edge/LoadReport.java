package io.cumulonimbus.edge;

import com.sun.management.OperatingSystemMXBean;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.link.EdgeLoad;
import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.NettyLoop;
import io.cumulonimbus.net.udp.UdpGateway;
import io.cumulonimbus.rtmfp.endpoint.EndpointStatistics;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the origin, over every link, how busy this edge is: each second, and at once when it stops
 * or begins to take clients. Owned by one loop.
 */
final class LoadReport {
    private static final long SECOND = 1_000_000_000L;

    /** Addresses of names change; so many reports are made between two looks, the first at once. */
    private static final int LOOK_EACH = 30;

    private static final Logger LOG = LoggerFactory.getLogger(LoadReport.class);

    private final NettyLoop loop;
    private final BoundedHop hop;
    private final DeadlineTimer timer;
    private final List<Uplink> uplinks;
    private final BooleanSupplier taking;
    private final HostPort published;
    private final boolean listed;
    private final long capacity;
    private final UdpGateway gateway;
    private Optional<InetSocketAddress> address = Optional.empty();
    private int reports;
    private long sentBytes;
    private long sentAtNs;
    private long bytesPerSecond;
    private boolean stopped;

    /**
     * @param taking whether newcomers are let in; asked on any loop
     * @param published where clients find this edge
     * @param listed whether clients are to be sent there
     * @param capacity clients that it takes at most
     */
    LoadReport(
            NettyLoop loop,
            List<Uplink> uplinks,
            BooleanSupplier taking,
            HostPort published,
            boolean listed,
            long capacity,
            UdpGateway gateway) {
        this.loop = loop;
        this.hop = new BoundedHop(loop, 64);
        this.timer = new DeadlineTimer(loop, this::measure);
        this.uplinks = uplinks;
        this.taking = taking;
        this.published = published;
        this.listed = listed;
        this.capacity = capacity;
        this.gateway = gateway;
    }

    /** Begins to report. Any thread. */
    void start() {
        hop.insist(this::measure);
    }

    /** Something changed that the origin should know at once. Any thread. */
    void changed() {
        hop.offer(this::tell);
    }

    /** Reports no more. Any thread. */
    void stop() {
        hop.insist(
                () -> {
                    stopped = true;
                    timer.cancel();
                });
    }

    private void measure() {
        if (stopped) {
            return;
        }
        timer.set(loop.nowNs() + SECOND);
        if (reports++ % LOOK_EACH == 0) {
            lookUp();
        }
        List<CompletableFuture<EndpointStatistics>> shards = gateway.statistics();
        CompletableFuture.allOf(shards.toArray(CompletableFuture[]::new))
                .thenAccept(
                        done -> {
                            long sent = shards.stream().mapToLong(s -> s.join().sentBytes()).sum();
                            hop.offer(() -> measured(sent));
                        });
    }

    /** Looking up names blocks, so it is done elsewhere. */
    private void lookUp() {
        CompletableFuture.supplyAsync(
                        () -> new InetSocketAddress(published.host(), published.port()))
                .thenAccept(found -> hop.offer(() -> found(found)));
    }

    private void found(InetSocketAddress found) {
        if (!found.isUnresolved()) {
            boolean news = address.isEmpty();
            address = Optional.of(found);
            if (news) {
                tell();
            }
        } else if (address.isEmpty()) {
            LOG.warn("The publicAddress {} is unknown: no clients are sent here", published);
        }
    }

    private void measured(long sent) {
        long now = loop.nowNs();
        long elapsed = Math.max(1, now - sentAtNs);
        if (sentAtNs != 0) {
            bytesPerSecond = (long) (Math.max(0, sent - sentBytes) * ((double) SECOND / elapsed));
        }
        sentAtNs = now;
        sentBytes = sent;
        tell();
    }

    private void tell() {
        if (stopped) {
            return;
        }
        EdgeLoad load =
                new EdgeLoad(
                        address,
                        taking.getAsBoolean(),
                        listed,
                        uplinks.stream().mapToLong(Uplink::clients).sum(),
                        capacity,
                        cpuPermille(),
                        bytesPerSecond);
        uplinks.forEach(uplink -> uplink.tell(load));
    }

    /** Of the whole machine, or of what this container may use of it; 0 when that is unknown. */
    private static int cpuPermille() {
        if (!(ManagementFactory.getOperatingSystemMXBean()
                instanceof OperatingSystemMXBean system)) {
            return 0;
        }
        double load = system.getCpuLoad();
        return (int) Math.clamp(load * EdgeLoad.MOST_CPU, 0, EdgeLoad.MOST_CPU);
    }
}
