package io.cumulonimbus.amf;

/**
 * An AMF3 integer, 29 bits signed; AMF0 writes it as a number.
 *
 * @param value {@link #MIN} to {@link #MAX}
 */
public record AmfInteger(int value) implements AmfValue {
    /** The least integer of AMF3, -2^28. */
    public static final int MIN = -(1 << 28);

    /** The greatest integer of AMF3, 2^28 - 1. */
    public static final int MAX = (1 << 28) - 1;

    public AmfInteger {
        if (!fits(value)) {
            throw new IllegalArgumentException(value + " is not a 29-bit integer");
        }
    }

    /** Whether AMF3 has an integer for {@code value}: integral, in range and not -0. */
    public static boolean fits(double value) {
        return value >= MIN
                && value <= MAX
                && Double.doubleToLongBits((int) value) == Double.doubleToLongBits(value);
    }

    /** The integer when there is one for {@code value}, otherwise the number. */
    public static AmfValue orNumber(double value) {
        return fits(value) ? new AmfInteger((int) value) : new AmfNumber(value);
    }
}
