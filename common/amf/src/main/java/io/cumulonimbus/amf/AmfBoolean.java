package io.cumulonimbus.amf;

/** A truth value. */
public record AmfBoolean(boolean value) implements AmfValue {
    /** True. */
    public static final AmfBoolean TRUE = new AmfBoolean(true);

    /** False. */
    public static final AmfBoolean FALSE = new AmfBoolean(false);
}
