package io.cumulonimbus.bench;

import io.cumulonimbus.rtmfp.crypto.SessionKey;
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

/** Sealing and opening one packet. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CryptoBenchmark {
    /** Bytes of plain packet. */
    @Param({"64", "1168"})
    public int length;

    /** Bytes of HMAC; 0 is the checksum, without numbers. */
    @Param({"0", "16"})
    public int hmac;

    private SessionKey near;
    private SessionKey far;
    private final byte[] plain = new byte[2048];
    private final byte[] sealed = new byte[4096];
    private final byte[] opened = new byte[2048];

    /** Makes the keys. */
    @Setup
    public void prepare() {
        Keys keys = Keys.of(hmac);
        near = SessionKey.of(keys.near());
        far = SessionKey.of(keys.far());
    }

    /** Encrypts and authenticates. */
    @Benchmark
    public int seal() {
        return near.seal(plain, 0, length, sealed, 4);
    }

    /** The same, and then what its receiver does. */
    @Benchmark
    public int sealAndOpen() {
        int total = near.seal(plain, 0, length, sealed, 4);
        return far.open(sealed, 4, total, opened);
    }
}
