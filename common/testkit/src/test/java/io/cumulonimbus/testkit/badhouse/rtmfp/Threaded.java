package io.cumulonimbus.testkit.badhouse.rtmfp;

/** A core that starts a thread. */
final class Threaded {
    void run() {
        new Thread(() -> {}).start();
    }
}
