package io.cumulonimbus.origin.cluster;

/** Something that was registered, and can be taken back. */
@FunctionalInterface
public interface Registration {
    /** Takes it back; harmless when repeated. What is on its way may still come. Any thread. */
    void cancel();
}
