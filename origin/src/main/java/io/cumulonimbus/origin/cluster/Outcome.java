package io.cumulonimbus.origin.cluster;

import java.util.Optional;

/**
 * What came of a question to the cluster: a value, the certainty that there is none, or nothing
 * within the time that there was.
 */
public final class Outcome<T> {
    private static final Outcome<?> NONE = new Outcome<>(Optional.empty(), false);
    private static final Outcome<?> FAILED = new Outcome<>(Optional.empty(), true);

    private final Optional<T> value;
    private final boolean failed;

    private Outcome(Optional<T> value, boolean failed) {
        this.value = value;
        this.failed = failed;
    }

    /** There is this. */
    public static <T> Outcome<T> of(T value) {
        return new Outcome<>(Optional.of(value), false);
    }

    /** There is this, or certainly nothing. */
    public static <T> Outcome<T> ofOptional(Optional<T> value) {
        return value.isPresent() ? new Outcome<>(value, false) : none();
    }

    /** There is certainly nothing. */
    @SuppressWarnings("unchecked") // it holds no value
    public static <T> Outcome<T> none() {
        return (Outcome<T>) NONE;
    }

    /** It is not known: too late, too much to do, or the cluster is in disorder. */
    @SuppressWarnings("unchecked") // it holds no value
    public static <T> Outcome<T> failed() {
        return (Outcome<T>) FAILED;
    }

    /** The value; empty when there is none, and when it is not known. */
    public Optional<T> value() {
        return value;
    }

    /** Whether it is not known. */
    public boolean isFailed() {
        return failed;
    }

    @Override
    public String toString() {
        return failed ? "failed" : value.map(Object::toString).orElse("none");
    }
}
