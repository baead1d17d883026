package io.cumulonimbus.testkit.badhouse.edge;

import java.util.concurrent.LinkedBlockingQueue;

/** A class with one endless and one bounded queue. */
final class Hoarder {
    final LinkedBlockingQueue<String> endless = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<String> bounded = new LinkedBlockingQueue<>(10);
}
