package io.cumulonimbus.testkit.badhouse.edge;

/** A test that sleeps. */
final class Sleeper {
    void nap() throws InterruptedException {
        Thread.sleep(1);
    }
}
