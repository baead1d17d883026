package io.cumulonimbus.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Measures a load run: times, messages, and what the server used meanwhile. */
final class LoadMeter implements AutoCloseable {
    private static final long TELL_NS = 100_000_000L;
    private static final double[] PERCENTILES = {50, 90, 99, 99.9};

    private final Report report;
    private final LoadSilences silences;
    private final LoadTally tally;
    private final Optional<ServerProcess> server;
    private Optional<ServerProcess.Usage> used = Optional.empty();
    private long beganNs;
    private long writtenBefore;
    private long refusedBefore;
    private long unsentBefore;
    private long[] sequencesBefore = {};
    private double seconds;
    private long written;
    private long refused;
    private long stamped;
    private Optional<Long> expected = Optional.empty();
    private Optional<ServerProcess.Usage> usage = Optional.empty();

    LoadMeter(LoadPlan plan, Report report) throws CommandFailure {
        this.report = report;
        this.silences = new LoadSilences(plan.silences());
        this.tally = new LoadTally(silences);
        this.server =
                plan.pid() == 0 ? Optional.empty() : Optional.of(ServerProcess.of(plan.pid()));
    }

    LoadTally tally() {
        return tally;
    }

    /** Connecting begins. */
    void begin() throws CommandFailure {
        mark();
    }

    /** All sessions are there, or never will be. */
    void connected(int sessions, int failed) throws CommandFailure {
        Map<String, Object> facts = new TreeMap<>();
        double seconds = seconds();
        facts.put("sessions", sessions);
        facts.put("failed", failed);
        facts.put("seconds", rounded(seconds));
        String words =
                String.format(Locale.ROOT, "%d sessions connected in %.1f s", sessions, seconds);
        if (server.isPresent() && sessions > 0) {
            ServerProcess.Usage now = server.get().usage();
            double cpu = (now.cpuMs() - used.orElseThrow().cpuMs()) / sessions;
            double kb = (double) (now.residentKb() - used.orElseThrow().residentKb()) / sessions;
            facts.put("serverCpuMsPerConnect", rounded(cpu));
            facts.put("serverResidentKbPerSession", rounded(kb));
            words +=
                    String.format(
                            Locale.ROOT,
                            "; the server used %.2f ms of processor and %.1f kB of memory for each",
                            cpu,
                            kb);
        }
        report.event("loaded", words, facts);
    }

    /** What comes from now on counts. */
    void start(LoadFeed feed) throws CommandFailure {
        writtenBefore = feed.written();
        refusedBefore = feed.refused();
        unsentBefore = feed.unsent();
        sequencesBefore = feed.sequences();
        tally.expectFrom(sequencesBefore);
        mark();
        tally.measure(true);
    }

    /** Waits so long while it is measured, and tells what happens meanwhile. */
    void await(double seconds, LoadSessions sessions, UserStop stop) throws InterruptedException {
        if (!silences.areWanted()) {
            stop.await((long) (seconds * 1e9));
            return;
        }
        report.event("watching", "watching", Map.of());
        long endNs = System.nanoTime() + (long) (seconds * 1e9);
        int lost = 0;
        while (endNs - System.nanoTime() > 0
                && !stop.await(Math.min(TELL_NS, endNs - System.nanoTime()))) {
            silences.tell(report);
            if (sessions.ended() > lost) {
                lost = sessions.ended();
                report.event("lost", lost + " sessions were lost", Map.of("sessions", lost));
            }
        }
    }

    /** Nothing more is sent, and what comes from now on counts for the losses only. */
    void stop(LoadFeed feed) throws CommandFailure {
        tally.measure(false);
        seconds = seconds();
        usage = server.isPresent() ? Optional.of(server.get().usage()) : Optional.empty();
        feed.close();
        written = feed.written() - writtenBefore;
        refused = feed.refused() - refusedBefore;
        long[] sequences = feed.sequences();
        tally.expectUntil(sequences);
        stamped =
                Arrays.stream(sequences).sum()
                        - Arrays.stream(sequencesBefore).sum()
                        - (feed.unsent() - unsentBefore);
    }

    /** How many messages were to be delivered to so many players of the one stream. */
    long expected(int players) {
        expected = Optional.of(stamped * players);
        return stamped * players;
    }

    /** Tells all that was measured. */
    void end(int players, int publishers, LoadSessions sessions) throws CommandFailure {
        Map<String, Object> facts = new TreeMap<>();
        StringBuilder words = new StringBuilder();
        facts.put("seconds", rounded(seconds));
        facts.put("players", players);
        facts.put("publishers", publishers);
        facts.put("sessionsLost", sessions.ended());
        words.append(String.format(Locale.ROOT, "measured for %.1f s", seconds));
        published(facts, words);
        delivered(facts, words);
        expected.ifPresent(all -> lost(all, facts, words));
        latency(facts, words);
        usage.ifPresent(now -> used(now, facts, words));
        report.event("load", words.toString(), facts);
    }

    private void published(Map<String, Object> facts, StringBuilder words) {
        facts.put("published", written);
        facts.put("notPublished", refused);
        words.append(
                String.format(
                        Locale.ROOT,
                        "%n  published %,d messages, %,d found no room",
                        written,
                        refused));
    }

    private void delivered(Map<String, Object> facts, StringBuilder words) {
        double megabytes = tally.bytes() / 1e6;
        facts.put("messages", tally.messages());
        facts.put("bytes", tally.bytes());
        facts.put("missing", tally.missing());
        facts.put("lostFragments", tally.lostFragments());
        facts.put("streamErrors", tally.errors());
        facts.put("streamsEnded", tally.ended());
        words.append(
                String.format(
                        Locale.ROOT,
                        "%n  delivered %,d messages, %.1f MB (%.1f Mbit/s); missing %,d messages,"
                                + " given up %,d fragments",
                        tally.messages(),
                        megabytes,
                        megabytes * 8 / seconds,
                        tally.missing(),
                        tally.lostFragments()));
    }

    private void lost(long all, Map<String, Object> facts, StringBuilder words) {
        long delivered = tally.delivered();
        facts.put("expected", all);
        facts.put("delivered", delivered);
        facts.put("lost", all - delivered);
        words.append(
                String.format(
                        Locale.ROOT,
                        "%n  of %,d messages for all players %,d were lost (%.3f %%)",
                        all,
                        all - delivered,
                        all == 0 ? 0 : 100.0 * (all - delivered) / all));
    }

    private void latency(Map<String, Object> facts, StringBuilder words) {
        Histogram latencies = tally.latencyUs();
        if (latencies.getTotalCount() == 0) {
            return;
        }
        words.append(String.format("%n  latency in ms:"));
        for (double percentile : PERCENTILES) {
            double ms = latencies.getValueAtPercentile(percentile) / 1e3;
            String name = "p" + Double.toString(percentile).replace(".0", "").replace(".", "");
            facts.put("latencyMs" + name.toUpperCase(Locale.ROOT), rounded(ms));
            words.append(String.format(Locale.ROOT, " %s %.2f", name, ms));
        }
        double max = latencies.getMaxValue() / 1e3;
        facts.put("latencyMsMax", rounded(max));
        words.append(String.format(Locale.ROOT, " max %.2f", max));
    }

    private void used(ServerProcess.Usage now, Map<String, Object> facts, StringBuilder words) {
        double cpu = now.cpuMs() - used.orElseThrow().cpuMs();
        facts.put("serverCpuMs", rounded(cpu));
        facts.put("serverResidentKb", now.residentKb());
        words.append(
                String.format(
                        Locale.ROOT,
                        "%n  the server used %.0f ms of processor (%.1f %% of one), %,d kB resident",
                        cpu,
                        cpu / seconds / 10,
                        now.residentKb()));
        if (tally.bytes() > 0) {
            double perMegabyte = cpu / (tally.bytes() / 1e6);
            facts.put("serverCpuMsPerMB", rounded(perMegabyte));
            words.append(String.format(Locale.ROOT, ", %.2f ms per delivered MB", perMegabyte));
        }
    }

    private void mark() throws CommandFailure {
        beganNs = System.nanoTime();
        if (server.isPresent()) {
            used = Optional.of(server.get().usage());
        }
    }

    private double seconds() {
        return (System.nanoTime() - beganNs) / 1e9;
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    @Override
    public void close() {
        tally.measure(false);
    }
}
