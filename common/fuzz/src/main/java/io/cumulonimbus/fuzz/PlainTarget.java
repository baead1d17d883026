package io.cumulonimbus.fuzz;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** A parser that keeps nothing: spoiled seeds, read when the first is wanted, go in one by one. */
final class PlainTarget implements Target {
    private final String name;
    private final Supplier<List<byte[]>> seeds;
    private final Consumer<byte[]> taker;
    private List<byte[]> read;

    PlainTarget(String name, Supplier<List<byte[]>> seeds, Consumer<byte[]> taker) {
        this.name = name;
        this.seeds = seeds;
        this.taker = taker;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public byte[] input(RandomGenerator random) {
        if (read == null) {
            read = seeds.get();
        }
        return Spoiler.spoil(read, random);
    }

    @Override
    public void run(byte[] input) {
        taker.accept(input);
    }
}
