package io.cumulonimbus.testkit.badhouse.edge;

import io.cumulonimbus.testkit.badhouse.net.loop.Loop;

/** A class that hops and says so. */
final class HonestProxy {
    void hop(Loop loop) {
        loop.execute(() -> {});
    }
}
