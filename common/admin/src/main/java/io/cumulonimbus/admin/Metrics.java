package io.cumulonimbus.admin;

import io.cumulonimbus.client.Histogram;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The figures of a server and of its Java machine, for Prometheus.
 *
 * <p>Nothing is counted here: whoever has figures is asked for them each time that they are wanted,
 * and whoever does not answer in time keeps those that it told last. Sources are added before the
 * first question.
 */
public final class Metrics implements AutoCloseable {
    /** How long the slowest source is waited for: a loop that is that busy tells later. */
    private static final long PATIENCE_MS = 2_000;

    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final List<Source<?>> sources = new CopyOnWriteArrayList<>();

    /** Has the figures of the Java machine and its process. */
    public Metrics() {
        new ClassLoaderMetrics().bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    /**
     * Somebody who has figures.
     *
     * @param <S> all its figures at one moment
     */
    public static final class Source<S> {
        private final PrometheusMeterRegistry registry;
        private final Supplier<CompletableFuture<S>> ask;
        private volatile S last;

        private Source(
                PrometheusMeterRegistry registry, S nothing, Supplier<CompletableFuture<S>> ask) {
            this.registry = registry;
            this.last = nothing;
            this.ask = ask;
        }

        /**
         * One of its figures, which only grows.
         *
         * @param name words with dots between them
         * @param tags names and values in turn
         */
        public Source<S> counter(
                String name, String description, ToDoubleFunction<S> figure, String... tags) {
            FunctionCounter.builder(name, this, source -> figure.applyAsDouble(source.last))
                    .description(description)
                    .tags(tags)
                    .register(registry);
            return this;
        }

        /** One of its figures, which grows and falls; not a number while it is unknown. */
        public Source<S> gauge(
                String name, String description, ToDoubleFunction<S> figure, String... tags) {
            Gauge.builder(name, this, source -> figure.applyAsDouble(source.last))
                    .description(description)
                    .tags(tags)
                    .register(registry);
            return this;
        }

        /**
         * Times that it counted.
         *
         * @param name words with dots between them; "seconds" is put behind
         */
        public Source<S> histogram(String name, String description, Function<S, Histogram> figure) {
            return add(
                    name, told -> Histograms.snapshot(name(name), description, figure.apply(told)));
        }

        /**
         * Times that it counted apart from each other.
         *
         * @param tag what tells them apart
         * @param figure the times by what the tag says
         */
        public Source<S> histograms(
                String name,
                String description,
                String tag,
                Function<S, Map<String, Histogram>> figure) {
            return add(
                    name,
                    told -> Histograms.snapshot(name(name), description, tag, figure.apply(told)));
        }

        private static String name(String words) {
            return words.replace('.', '_') + "_seconds";
        }

        private Source<S> add(String name, Function<S, MetricSnapshot> snapshot) {
            String written = name(name);
            registry.getPrometheusRegistry()
                    .register(
                            new Collector() {
                                @Override
                                public MetricSnapshot collect() {
                                    return snapshot.apply(last);
                                }

                                @Override
                                @SuppressWarnings("deprecation")
                                public String getPrometheusName() {
                                    return written;
                                }
                            });
            return this;
        }

        private CompletableFuture<Void> look() {
            return ask.get()
                    .handle(
                            (told, failure) -> {
                                if (failure == null) {
                                    last = told;
                                }
                                return null;
                            });
        }
    }

    /**
     * Adds somebody who has figures.
     *
     * @param nothing its figures as long as it has not answered
     * @param ask called whenever figures are wanted, on a thread that must not wait
     */
    public <S> Source<S> source(S nothing, Supplier<CompletableFuture<S>> ask) {
        Source<S> source = new Source<>(registry, nothing, ask);
        sources.add(source);
        return source;
    }

    /** The same of several that are asked together. */
    public <S> Source<List<S>> sources(Supplier<List<CompletableFuture<S>>> ask) {
        return source(List.of(), () -> together(ask.get()));
    }

    /** Done when all are. */
    public static <S> CompletableFuture<List<S>> together(List<CompletableFuture<S>> asked) {
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(done -> asked.stream().map(CompletableFuture::join).toList());
    }

    /** Asks all sources; done when they have answered, or after 2 s, on any thread. */
    CompletableFuture<Void> look() {
        return CompletableFuture.allOf(
                        sources.stream().map(Source::look).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    /** What the sources told last, in the text format of Prometheus. */
    String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
