package io.cumulonimbus.testkit.badhouse.edge;

/** A class that shares state by a synchronized block. */
final class Synchronizer {
    int value() {
        synchronized (this) {
            return 1;
        }
    }
}
