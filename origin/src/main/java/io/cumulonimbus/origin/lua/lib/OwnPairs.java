package io.cumulonimbus.origin.lua.lib;

import org.luaj.vm2.Varargs;

/** A table of the server's that {@code pairs} and {@code ipairs} go through in its own way. */
public interface OwnPairs {
    /** What {@code pairs} answers for it. */
    Varargs pairs();
}
