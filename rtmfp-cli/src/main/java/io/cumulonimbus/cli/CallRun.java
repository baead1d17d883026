package io.cumulonimbus.cli;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.netclient.NetClientException;
import io.cumulonimbus.netclient.NetConnectionClient;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Sessions that call a method of their application again and again: as fast as it answers, so many
 * under way at a time, or at a rate of calls a second.
 */
final class CallRun {
    private static final double[] PERCENTILES = {50, 90, 99, 99.9};
    private static final long MAX_LATENCY_US = 60_000_000L;
    private static final int DIGITS = 3;
    private static final int MOST_UNDER_WAY = 4096;

    private final LoadPlan plan;
    private final LoadSessions sessions;
    private final Report report;
    private final UserStop stop;
    private final AmfValue[] arguments;
    private final LongAdder answered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Recorder latencyUs = new Recorder(MAX_LATENCY_US, DIGITS);
    private volatile boolean going = true;
    private volatile boolean measuring;

    CallRun(LoadPlan plan, LoadSessions sessions, Report report, UserStop stop) {
        this.plan = plan;
        this.sessions = sessions;
        this.report = report;
        this.stop = stop;
        this.arguments = plan.arguments().stream().map(AmfValue::of).toArray(AmfValue[]::new);
    }

    void run(URI server) throws CommandFailure, InterruptedException {
        List<NetConnectionClient> connections = sessions.connect(server, plan.sessions(), stop);
        if (connections.isEmpty()) {
            return;
        }
        report.event(
                "loaded",
                connections.size() + " sessions connected",
                Map.of("sessions", connections.size()));
        Optional<Thread> pacer = Optional.empty();
        if (plan.rate() > 0) {
            pacer = Optional.of(Thread.ofPlatform().daemon().start(() -> pace(connections)));
        } else {
            connections.forEach(this::keepCalling);
        }
        stop.await((long) (plan.settleSeconds() * 1e9));
        measure();
        going = false;
        if (pacer.isPresent()) {
            pacer.get().join();
        }
    }

    private void keepCalling(NetConnectionClient connection) {
        for (int i = 0; i < plan.inFlight(); i++) {
            callAgain(connection);
        }
    }

    private void callAgain(NetConnectionClient connection) {
        long sentNs = System.nanoTime();
        connection
                .call(plan.call(), arguments)
                .whenComplete(
                        (answer, why) -> {
                            ended(sentNs, why);
                            if (going && (why == null || isAnswer(why))) {
                                callAgain(connection);
                            }
                        });
    }

    /** Whether the application said that it failed, so that it can be called again. */
    private static boolean isAnswer(Throwable why) {
        Throwable cause = why instanceof CompletionException ? why.getCause() : why;
        return cause instanceof NetClientException refused && refused.status().isPresent();
    }

    private static boolean awaitUntil(long dueNs) {
        try {
            TimeUnit.NANOSECONDS.sleep(dueNs - System.nanoTime());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Latencies count from when a call was due, however late it was made. */
    private void pace(List<NetConnectionClient> connections) {
        long everyNs = 1_000_000_000L / plan.rate();
        long dueNs = System.nanoTime();
        for (int i = 0; going; i++) {
            dueNs += everyNs;
            if (!awaitUntil(dueNs)) {
                return;
            }
            long sentNs = dueNs;
            if (underWay.incrementAndGet() > MOST_UNDER_WAY) {
                underWay.decrementAndGet();
                ended(sentNs, new IllegalStateException("too many calls under way"));
                continue;
            }
            connections
                    .get(i % connections.size())
                    .call(plan.call(), arguments)
                    .whenComplete(
                            (answer, why) -> {
                                underWay.decrementAndGet();
                                ended(sentNs, why);
                            });
        }
    }

    private void ended(long sentNs, Throwable why) {
        if (!measuring) {
            return;
        }
        if (why == null) {
            answered.increment();
        } else {
            failed.increment();
        }
        latencyUs.recordValue(Math.clamp((System.nanoTime() - sentNs) / 1000, 0, MAX_LATENCY_US));
    }

    private void measure() throws CommandFailure, InterruptedException {
        Optional<ServerProcess> server =
                plan.pid() == 0 ? Optional.empty() : Optional.of(ServerProcess.of(plan.pid()));
        double cpuBefore = server.isPresent() ? server.get().usage().cpuMs() : 0;
        long beganNs = System.nanoTime();
        measuring = true;
        stop.await((long) (plan.durationSeconds() * 1e9));
        measuring = false;
        double seconds = (System.nanoTime() - beganNs) / 1e9;
        Map<String, Object> facts = new TreeMap<>();
        long calls = answered.sum();
        facts.put("seconds", rounded(seconds));
        facts.put("calls", calls);
        facts.put("failedCalls", failed.sum());
        facts.put("callsPerSecond", rounded(calls / seconds));
        facts.put("sessionsLost", sessions.ended());
        StringBuilder words = new StringBuilder();
        words.append(
                String.format(
                        Locale.ROOT,
                        "%,d calls answered in %.1f s (%,.0f a second), %,d failed",
                        calls,
                        seconds,
                        calls / seconds,
                        failed.sum()));
        latency(facts, words);
        if (server.isPresent() && calls > 0) {
            double us = (server.get().usage().cpuMs() - cpuBefore) * 1000 / calls;
            facts.put("serverCpuUsPerCall", rounded(us));
            words.append(
                    String.format(
                            Locale.ROOT, "%n  the server used %.1f us of processor for each", us));
        }
        report.event("load", words.toString(), facts);
    }

    private void latency(Map<String, Object> facts, StringBuilder words) {
        Histogram latencies = latencyUs.getIntervalHistogram();
        words.append(String.format("%n  latency in ms:"));
        for (double percentile : PERCENTILES) {
            double ms = latencies.getValueAtPercentile(percentile) / 1e3;
            String name = "p" + Double.toString(percentile).replace(".0", "").replace(".", "");
            facts.put("latencyMs" + name.toUpperCase(Locale.ROOT), rounded(ms));
            words.append(String.format(Locale.ROOT, " %s %.2f", name, ms));
        }
        facts.put("latencyMsMax", rounded(latencies.getMaxValue() / 1e3));
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
