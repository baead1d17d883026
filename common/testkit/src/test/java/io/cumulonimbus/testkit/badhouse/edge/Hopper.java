package io.cumulonimbus.testkit.badhouse.edge;

import io.cumulonimbus.testkit.badhouse.net.loop.Loop;

/** A class that hops without saying so. */
final class Hopper {
    void hop(Loop loop) {
        loop.execute(() -> {});
    }
}
