package io.cumulonimbus.origin.lua.vm;

/** The end of an event that took more than its budget; no {@code pcall} catches it. */
public final class ScriptAbort extends Error {
    private static final long serialVersionUID = 1;

    ScriptAbort(String message) {
        super(message, null, false, false);
    }
}
