package io.cumulonimbus.testkit.badhouse.edge;

import java.util.concurrent.locks.ReentrantLock;

/** A class that locks. */
final class Locker {
    final ReentrantLock lock = new ReentrantLock();
}
