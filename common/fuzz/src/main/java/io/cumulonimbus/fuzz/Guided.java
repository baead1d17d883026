package io.cumulonimbus.fuzz;

/**
 * What Jazzer calls: the target that the system property {@code fuzz.target} names, with inputs
 * that Jazzer makes from what they reach in the code.
 */
public final class Guided {
    private static final Target TARGET = Targets.named(System.getProperty("fuzz.target", ""));

    private Guided() {}

    /** The name and form that Jazzer looks for. */
    public static void fuzzerTestOneInput(byte[] input) {
        TARGET.run(input);
    }
}
