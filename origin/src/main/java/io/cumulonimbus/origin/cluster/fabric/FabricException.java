package io.cumulonimbus.origin.cluster.fabric;

/** The fabric could not do what was asked. Without a stack: it says nothing. */
public final class FabricException extends Exception {
    private static final long serialVersionUID = 1;

    /** For this reason. */
    public FabricException(String reason) {
        super(reason, null, false, false);
    }
}
