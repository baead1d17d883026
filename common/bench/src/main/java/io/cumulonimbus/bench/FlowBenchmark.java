package io.cumulonimbus.bench;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A reliable flow in its steady state: written, sealed, opened, delivered and acknowledged, on one
 * thread, without sockets. One operation is one message.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class FlowBenchmark {
    /** Messages that are under way together. */
    private static final int AHEAD = 16;

    /** Bytes of a message. */
    @Param({"440", "1100", "65536"})
    public int length;

    private Wire wire;
    private MessageSink flow;
    private Message message;
    private long written;

    /** What went over the wire besides messages. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Counted {
        /** Payload delivered. */
        public long bytes;

        /** Datagrams, both ways. */
        public long datagrams;

        /** Each iteration begins at zero. */
        @Setup(Level.Iteration)
        public void clear() {
            bytes = 0;
            datagrams = 0;
        }
    }

    /** Connects. */
    @Setup
    public void prepare() {
        wire = new Wire();
        flow = wire.connect();
        message = Message.of(new byte[length]);
    }

    /** Writes a message; now and then lets what is under way arrive. */
    @Benchmark
    public void deliver(Counted counted) {
        flow.write(message, Deadline.NONE);
        written++;
        counted.bytes += length;
        if (written % AHEAD == 0) {
            long before = wire.datagrams();
            wire.awaitReceived(written);
            counted.datagrams += wire.datagrams() - before;
        }
    }
}
