package io.cumulonimbus.origin.lua.lib;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * A number as printf writes it, before it is padded.
 *
 * @param sign what stands before zeros that fill up: a sign, a blank, {@code 0x} or nothing
 * @param digits the rest
 * @param whole whether it was written as an integer
 * @param finite whether zeros may fill it up
 */
record FormattedNumber(String sign, String digits, boolean whole, boolean finite) {
    private static final int DEFAULT_PRECISION = 6;

    /** {@code %d}. */
    static FormattedNumber decimal(double value, Format.Spec spec) {
        long whole = (long) value;
        String digits = Long.toString(whole);
        digits = whole < 0 ? digits.substring(1) : digits;
        return new FormattedNumber(sign(whole < 0, spec), atLeast(digits, spec), true, true);
    }

    /** {@code %o %u %x %X}. */
    static FormattedNumber unsigned(double value, Format.Spec spec) {
        long bits = value >= 0x1p63 ? (long) (value - 0x1p63) ^ Long.MIN_VALUE : (long) value;
        String prefix = "";
        String digits;
        switch (spec.letter()) {
            case 'o' -> {
                digits = Long.toOctalString(bits);
                prefix = spec.alternate() && bits != 0 ? "0" : "";
            }
            case 'u' -> digits = Long.toUnsignedString(bits);
            default -> {
                digits = Long.toHexString(bits);
                prefix = spec.alternate() && bits != 0 ? "0x" : "";
            }
        }
        if (spec.letter() == 'X') {
            digits = digits.toUpperCase(Locale.ROOT);
            prefix = prefix.toUpperCase(Locale.ROOT);
        }
        return new FormattedNumber(prefix, atLeast(digits, spec), true, true);
    }

    private static String atLeast(String digits, Format.Spec spec) {
        if (spec.precision() == 0 && digits.equals("0")) {
            return "";
        }
        return "0".repeat(Math.max(0, spec.precision() - digits.length())) + digits;
    }

    private static String sign(boolean negative, Format.Spec spec) {
        return negative ? "-" : spec.plus() ? "+" : spec.blank() ? " " : "";
    }

    /** {@code %e %E %f %g %G}. */
    static FormattedNumber real(double value, Format.Spec spec) {
        boolean negative = Double.doubleToRawLongBits(value) < 0;
        String sign = sign(negative, spec);
        boolean upper = Character.isUpperCase(spec.letter());
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            String text = Double.isNaN(value) ? "nan" : "inf";
            return new FormattedNumber(
                    sign, upper ? text.toUpperCase(Locale.ROOT) : text, false, false);
        }
        BigDecimal exact = new BigDecimal(Math.abs(value));
        int precision = spec.precision() < 0 ? DEFAULT_PRECISION : spec.precision();
        String digits =
                switch (Character.toLowerCase(spec.letter())) {
                    case 'f' -> fixed(exact, precision, spec.alternate());
                    case 'e' -> scientific(exact, precision, spec.alternate());
                    default -> shortest(exact, Math.max(1, precision), spec.alternate());
                };
        return new FormattedNumber(
                sign, upper ? digits.toUpperCase(Locale.ROOT) : digits, false, true);
    }

    private static String fixed(BigDecimal value, int precision, boolean point) {
        String text = value.setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
        return precision == 0 && point ? text + "." : text;
    }

    private static String scientific(BigDecimal value, int precision, boolean point) {
        BigDecimal rounded = rounded(value, precision + 1);
        int exponent = exponent(rounded);
        String mantissa = rounded.movePointLeft(exponent).setScale(precision).toPlainString();
        return mantissa
                + (precision == 0 && point ? "." : "")
                + (exponent < 0 ? "e-" : "e+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }

    private static BigDecimal rounded(BigDecimal value, int digits) {
        return value.signum() == 0
                ? BigDecimal.ZERO
                : value.round(new MathContext(digits, RoundingMode.HALF_EVEN)).stripTrailingZeros();
    }

    private static int exponent(BigDecimal rounded) {
        return rounded.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
    }

    /** {@code %g}: the one of both that suits, without trailing zeros unless asked for. */
    private static String shortest(BigDecimal value, int digits, boolean keepZeros) {
        int exponent = exponent(rounded(value, digits));
        boolean plain = exponent >= -4 && exponent < digits;
        int precision = plain ? digits - 1 - exponent : digits - 1;
        String text =
                plain
                        ? fixed(value, precision, keepZeros)
                        : scientific(value, precision, keepZeros);
        if (keepZeros || text.indexOf('.') < 0) {
            return text;
        }
        int e = text.indexOf('e');
        String mantissa = e < 0 ? text : text.substring(0, e);
        String tail = e < 0 ? "" : text.substring(e);
        return mantissa.replaceFirst("\\.?0+$", "") + tail;
    }
}
