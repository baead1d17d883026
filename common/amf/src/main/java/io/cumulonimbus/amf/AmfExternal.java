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
    private final List<AmfValue> parts = new ArrayList<>(1);

    /** An instance of the class registered as {@code className}, with nothing read yet. */
    public AmfExternal(String className) {
        this.className = className;
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
