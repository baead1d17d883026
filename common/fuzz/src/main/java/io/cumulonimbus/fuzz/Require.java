package io.cumulonimbus.fuzz;

/** What must hold after an input. */
final class Require {
    private Require() {}

    static void that(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
