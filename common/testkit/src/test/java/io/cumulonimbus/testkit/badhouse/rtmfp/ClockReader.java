package io.cumulonimbus.testkit.badhouse.rtmfp;

import java.util.function.LongSupplier;

/** A core that reads the clock, by a method reference. */
final class ClockReader {
    final LongSupplier clock = System::nanoTime;
}
