package io.cumulonimbus.bench;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.rtmfp.chunk.Ack;
import io.cumulonimbus.rtmfp.chunk.AckForm;
import io.cumulonimbus.rtmfp.chunk.ChunkDecoder;
import io.cumulonimbus.rtmfp.chunk.ChunkEncoder;
import io.cumulonimbus.rtmfp.chunk.FragmentControl;
import io.cumulonimbus.rtmfp.chunk.Range;
import io.cumulonimbus.rtmfp.packet.PacketWriter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Chunks in and out of packets. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {
    private static final int DATA = 1100;

    private final Message message = Message.of(new byte[DATA]);
    private final Ack ack = new Ack(3, 64, 1_000_000, List.of(new Range(1_000_005, 1_000_009)));
    private final PacketWriter out = new PacketWriter(2048);
    private final ChunkEncoder encoder = new ChunkEncoder();
    private final ChunkDecoder decoder = new ChunkDecoder();
    private byte[] dataPacket;
    private byte[] ackPacket;

    /** Writes the packets that are read. */
    @Setup
    public void prepare() {
        encodeUserData();
        dataPacket = out.toBytes();
        encodeAck();
        ackPacket = out.toBytes();
    }

    /** A packet with one fragment of 1,100 bytes. */
    @Benchmark
    public int encodeUserData() {
        out.reset(0, 2048);
        encoder.userData(
                out,
                3,
                1_000_000,
                999_990,
                FragmentControl.WHOLE,
                false,
                false,
                List.of(),
                message,
                0,
                DATA);
        return out.position();
    }

    /** The same, read. */
    @Benchmark
    public void decodeUserData(Blackhole sink) {
        decoder.decode(dataPacket, 0, dataPacket.length, sink::consume);
    }

    /** An acknowledgement with one hole. */
    @Benchmark
    public int encodeAck() {
        out.reset(0, 2048);
        ChunkEncoder.ack(ack, AckForm.RANGES, out);
        return out.position();
    }

    /** The same, read. */
    @Benchmark
    public void decodeAck(Blackhole sink) {
        decoder.decode(ackPacket, 0, ackPacket.length, sink::consume);
    }
}
