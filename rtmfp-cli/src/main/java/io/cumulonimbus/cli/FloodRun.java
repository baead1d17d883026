package io.cumulonimbus.cli;

import io.cumulonimbus.rtmfp.crypto.KeyingException;
import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** A flood from the first packet to the last, sent by the calling thread. */
final class FloodRun {
    /** Ports that it comes from, so that every thread of a server gets some. */
    private static final int PORTS = 8;

    /** Packets between two looks at the clock. */
    private static final int BURST = 32;

    private static final int MAX_DATAGRAM = 2048;

    private final LoadPlan plan;
    private final UserStop stop;
    private final Report report;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_DATAGRAM);
    private final byte[] datagram = new byte[2 * MAX_DATAGRAM];
    private long sent;
    private long bytes;
    private long unsent;

    FloodRun(LoadPlan plan, UserStop stop, Report report) {
        this.plan = plan;
        this.stop = stop;
        this.report = report;
    }

    /** Sends for as long as was planned; tells what left and what the server used. */
    void run(InetSocketAddress server, String uri, long patienceNs)
            throws CommandFailure, InterruptedException {
        if (!server.getAddress().isLoopbackAddress() && !plan.floodElsewhere()) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--flood: "
                            + server.getAddress().getHostAddress()
                            + " is another machine; --flood-elsewhere says that its owner agrees");
        }
        Optional<ServerProcess> process =
                plan.pid() == 0 ? Optional.empty() : Optional.of(ServerProcess.of(plan.pid()));
        List<DatagramChannel> channels = new ArrayList<>();
        try (Probe probe = new Probe(server)) {
            Flood.Source source = plan.flood().orElseThrow().source(probe, uri, patienceNs);
            for (int i = 0; !plan.flood().orElseThrow().isOfOneSession() && i < PORTS; i++) {
                channels.add(open(server));
            }
            if (channels.isEmpty()) {
                channels.add(probe.channel());
            }
            measure(source, channels, server, process);
        } catch (MalformedPacketException | KeyingException e) {
            throw new CommandFailure(ExitCode.REFUSED, "no session: " + e.getMessage());
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()));
        } finally {
            channels.forEach(FloodRun::close);
        }
    }

    private static DatagramChannel open(InetSocketAddress server) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.configureBlocking(false);
        channel.connect(server);
        return channel;
    }

    private void measure(
            Flood.Source source,
            List<DatagramChannel> channels,
            InetSocketAddress server,
            Optional<ServerProcess> process)
            throws CommandFailure, InterruptedException {
        Optional<ServerProcess.Usage> before = Optional.empty();
        if (process.isPresent()) {
            before = Optional.of(process.get().usage());
        }
        long beganNs = System.nanoTime();
        send(source, channels, server, beganNs);
        double seconds = (System.nanoTime() - beganNs) / 1e9;
        Map<String, Object> facts = new TreeMap<>();
        facts.put("flood", plan.flood().orElseThrow().toString());
        facts.put("seconds", Math.round(seconds * 1000) / 1000.0);
        facts.put("sent", sent);
        facts.put("sentBytes", bytes);
        facts.put("notSent", unsent);
        facts.put("sentPerSecond", Math.round(sent / seconds));
        StringBuilder words = new StringBuilder();
        words.append(
                String.format(
                        Locale.ROOT,
                        "sent %,d packets in %.1f s, %,.0f a second; %,d found no room",
                        sent,
                        seconds,
                        sent / seconds,
                        unsent));
        if (process.isPresent()) {
            used(process.get().usage(), before.orElseThrow(), seconds, facts, words);
        }
        report.event("flooded", words.toString(), facts);
    }

    private static void used(
            ServerProcess.Usage now,
            ServerProcess.Usage before,
            double seconds,
            Map<String, Object> facts,
            StringBuilder words) {
        double cpuMs = now.cpuMs() - before.cpuMs();
        facts.put("serverCpuMs", Math.round(cpuMs));
        facts.put("serverResidentKb", now.residentKb());
        words.append(
                String.format(
                        Locale.ROOT,
                        "%n  the server used %.0f ms of processor (%.1f %% of one), %,d kB"
                                + " resident",
                        cpuMs,
                        cpuMs / seconds / 10,
                        now.residentKb()));
    }

    private void send(
            Flood.Source source,
            List<DatagramChannel> channels,
            InetSocketAddress server,
            long beganNs)
            throws InterruptedException {
        long endNs = beganNs + (long) (plan.durationSeconds() * 1e9);
        for (long now = beganNs; now < endNs && !stop.isWished(); now = System.nanoTime()) {
            long due = due(now - beganNs);
            for (long i = sent + unsent; i < due; i++) {
                send(source, channels.get((int) (i % channels.size())), server);
            }
            if (plan.rate() > 0) {
                stop.await(TimeUnit.MILLISECONDS.toNanos(1));
            }
        }
    }

    /** How many should have left by then, the first one at once, or one burst more than did. */
    private long due(long elapsedNs) {
        return plan.rate() > 0 ? 1 + (long) (elapsedNs / 1e9 * plan.rate()) : sent + unsent + BURST;
    }

    private void send(Flood.Source source, DatagramChannel channel, InetSocketAddress server) {
        int length = source.next(datagram);
        buffer.clear().put(datagram, 0, length).flip();
        try {
            boolean left =
                    (channel.isConnected() ? channel.write(buffer) : channel.send(buffer, server))
                            > 0;
            sent += left ? 1 : 0;
            unsent += left ? 0 : 1;
            bytes += left ? length : 0;
        } catch (IOException refused) { // nobody listens there, for the moment
            unsent++;
        }
    }

    private static void close(DatagramChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing depends on it.
        }
    }
}
