package io.cumulonimbus.amf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An object that serializes itself ({@code flash.utils.IExternalizable}): its class name and what
 * the {@link ExternalClass} registered for it read. Mutable, with identity.
 */
public final class AmfExternal implements AmfValue {
    private final String className;
    private final boolean recorded;
    private final List<AmfValue> parts = new ArrayList<>(1);

    /** An instance of the class registered as {@code className}, with nothing read yet. */
    public AmfExternal(String className) {
        this(className, false);
    }

    private AmfExternal(String className, boolean recorded) {
        this.className = className;
        this.recorded = recorded;
    }

    /**
     * An instance of a class that nobody registered: what it is to write is its parts, of which
     * byte arrays stand for their bytes, and arrays for the one value in them.
     */
    public static AmfExternal recorded(String className) {
        return new AmfExternal(className, true);
    }

    /** Whether its parts are what it writes, see {@link #recorded(String)}. */
    public boolean isRecorded() {
        return recorded;
    }

    /** The registered alias of its class. */
    public String className() {
        return className;
    }

    /** Appends what was read, or is to be written; answers this object. */
    public AmfExternal add(AmfValue part) {
        parts.add(part);
        return this;
    }

    /** What was read, or is to be written, in the terms of its class; not to be modified. */
    public List<AmfValue> parts() {
        return Collections.unmodifiableList(parts);
    }

    @Override
    public String toString() {
        return "AmfExternal[" + className + "]";
    }
}
