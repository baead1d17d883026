package io.cumulonimbus.net.tls;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** The few forms of ASN.1's DER that a certificate needs (X.690 §8, §10). */
final class Der {
    private static final int SHORT_LENGTH = 0x80;
    private static final int TAG_INTEGER = 0x02;
    private static final int TAG_BIT_STRING = 0x03;
    private static final int TAG_OCTET_STRING = 0x04;
    private static final int TAG_OID = 0x06;
    private static final int TAG_UTF8 = 0x0c;
    private static final int TAG_UTC_TIME = 0x17;
    private static final int TAG_TIME = 0x18;
    private static final int TAG_SEQUENCE = 0x30;
    private static final int TAG_SET = 0x31;

    private Der() {}

    /** Anything: its tag, the length of all parts together, the parts. */
    static byte[] tagged(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length < SHORT_LENGTH) {
            out.write(length);
        } else {
            byte[] digits = BigInteger.valueOf(length).toByteArray();
            int zero = digits[0] == 0 ? 1 : 0;
            out.write(SHORT_LENGTH | digits.length - zero);
            out.write(digits, zero, digits.length - zero);
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    static byte[] sequence(byte[]... parts) {
        return tagged(TAG_SEQUENCE, parts);
    }

    static byte[] set(byte[]... parts) {
        return tagged(TAG_SET, parts);
    }

    static byte[] integer(BigInteger value) {
        return tagged(TAG_INTEGER, value.toByteArray());
    }

    /** Whole bytes. */
    static byte[] bits(byte[] bytes) {
        return tagged(TAG_BIT_STRING, new byte[1], bytes);
    }

    static byte[] octets(byte[] bytes) {
        return tagged(TAG_OCTET_STRING, bytes);
    }

    static byte[] text(String text) {
        return tagged(TAG_UTF8, text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A time as certificates give it: two digits of the year before 2050 (RFC 5280 §4.1.2.5).
     *
     * @param digits yyyyMMddHHmmssZ
     */
    static byte[] time(String digits) {
        boolean early = digits.compareTo("2050") < 0;
        return tagged(
                early ? TAG_UTC_TIME : TAG_TIME,
                digits.substring(early ? 2 : 0).getBytes(StandardCharsets.US_ASCII));
    }

    /** An object identifier; its first two numbers share a byte. */
    static byte[] oid(int... numbers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(40 * numbers[0] + numbers[1]);
        for (int i = 2; i < numbers.length; i++) {
            for (int shift = 28; shift > 0; shift -= 7) {
                if (numbers[i] >> shift != 0) {
                    out.write(SHORT_LENGTH | numbers[i] >> shift);
                }
            }
            out.write(numbers[i] & 0x7f);
        }
        return tagged(TAG_OID, out.toByteArray());
    }
}
