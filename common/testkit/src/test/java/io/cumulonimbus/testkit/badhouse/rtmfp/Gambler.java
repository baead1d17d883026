package io.cumulonimbus.testkit.badhouse.rtmfp;

import java.util.Random;

/** A core that makes its own randomness. */
final class Gambler {
    final Random random = new Random();
}
