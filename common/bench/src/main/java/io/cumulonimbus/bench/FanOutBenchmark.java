package io.cumulonimbus.bench;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.stream.DropPolicy;
import io.cumulonimbus.stream.FanOut;
import io.cumulonimbus.stream.Ingress;
import io.cumulonimbus.stream.Subscription;
import io.cumulonimbus.stream.Viewer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** One frame to all viewers of a loop, into sinks that are always empty. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FanOutBenchmark {
    private static final long FRAME_NS = 40_000_000L;
    private static final byte KEY_FRAME = 0x17;

    /** Viewers. */
    @Param({"1", "100", "1000"})
    public int viewers;

    private final FanOut fanOut = new FanOut();
    private final Ingress ingress = new Ingress(42);
    private final Message frame = Message.of(new byte[] {KEY_FRAME, 1, 0, 0, 0, 1, 2, 3});
    private long now = 1_000_000_000L;
    private int timestamp;

    /** Adds the viewers. */
    @Setup
    public void prepare(Blackhole hole) {
        for (int i = 0; i < viewers; i++) {
            MessageSink sink = new NoSink(hole);
            fanOut.add(
                    new Subscription(new Viewer(sink, sink, sink, false, DropPolicy.BUFFERED)),
                    now);
        }
    }

    /** A picture. */
    @Benchmark
    public void video() {
        now += FRAME_NS;
        timestamp += 40;
        ingress.video(timestamp, frame, 0).ifPresent(named -> fanOut.accept(named, now));
    }

    /** Takes everything and holds nothing. */
    private record NoSink(Blackhole hole) implements MessageSink {
        @Override
        public boolean write(Message message, Deadline deadline) {
            hole.consume(message);
            return true;
        }

        @Override
        public long queuedBytes() {
            return 0;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
