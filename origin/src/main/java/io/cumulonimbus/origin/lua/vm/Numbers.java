package io.cumulonimbus.origin.lua.vm;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** Numbers as texts and back, the way Lua 5.1 does it: {@code %.14g} out, {@code strtod} in. */
public final class Numbers {
    private static final MathContext PRECISION = new MathContext(14, RoundingMode.HALF_EVEN);
    private static final double EXACT = 1e14;
    private static final int LONGEST = 200;

    private Numbers() {}

    /** The number as {@code tostring} shows it. */
    public static String text(double value) {
        if (value == Math.rint(value) && Math.abs(value) < EXACT) {
            boolean negativeZero = value == 0 && 1 / value < 0;
            return negativeZero ? "-0" : Long.toString((long) value);
        }
        if (Double.isNaN(value)) {
            return Double.doubleToRawLongBits(value) < 0 ? "-nan" : "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        BigDecimal rounded = new BigDecimal(value).round(PRECISION).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -4 && exponent < PRECISION.getPrecision()) {
            return rounded.toPlainString();
        }
        return scientific(rounded, exponent);
    }

    private static String scientific(BigDecimal rounded, int exponent) {
        String digits = rounded.unscaledValue().abs().toString();
        StringBuilder text = new StringBuilder();
        text.append(rounded.signum() < 0 ? "-" : "").append(digits.charAt(0));
        if (digits.length() > 1) {
            text.append('.').append(digits, 1, digits.length());
        }
        text.append(exponent < 0 ? "e-" : "e+");
        return text.append(Math.abs(exponent) < 10 ? "0" : "")
                .append(Math.abs(exponent))
                .toString();
    }

    /** The value as a string when it is a string or a number, otherwise null. */
    public static LuaString asString(LuaValue value) {
        if (value instanceof LuaString s) {
            return s;
        }
        if (value instanceof LuaInteger i) {
            return LuaValue.valueOf(Integer.toString(i.v));
        }
        return value.type() == LuaValue.TNUMBER ? LuaValue.valueOf(text(value.todouble())) : null;
    }

    /** The value as a number when it is one or a string that reads as one, otherwise nil. */
    public static LuaValue asNumber(LuaValue value) {
        if (value.type() == LuaValue.TNUMBER) {
            return value;
        }
        return value instanceof LuaString s ? parse(s) : LuaValue.NIL;
    }

    /** The number a string reads as, blanks around it ignored; nil when it is none. */
    public static LuaValue parse(LuaString string) {
        if (string.m_length > LONGEST) {
            return LuaValue.NIL;
        }
        String text =
                new String(
                                string.m_bytes,
                                string.m_offset,
                                string.m_length,
                                StandardCharsets.ISO_8859_1)
                        .strip();
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        if (digits.startsWith("0x") || digits.startsWith("0X")) {
            return parseHex(digits.substring(2), negative);
        }
        if (digits.isEmpty() || !digits.chars().allMatch(Numbers::isDecimalPart)) {
            return LuaValue.NIL;
        }
        try {
            return LuaValue.valueOf(Double.parseDouble(text));
        } catch (NumberFormatException notOne) {
            return LuaValue.NIL;
        }
    }

    /** Java would also take NaN, Infinity and type suffixes. */
    private static boolean isDecimalPart(int c) {
        return c >= '0' && c <= '9' || c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-';
    }

    private static LuaValue parseHex(String digits, boolean negative) {
        if (digits.isEmpty()) {
            return LuaValue.NIL;
        }
        double value = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = Character.digit(digits.charAt(i), 16);
            if (digit < 0) {
                return LuaValue.NIL;
            }
            value = value * 16 + digit;
        }
        return LuaValue.valueOf(negative ? -value : value);
    }
}
