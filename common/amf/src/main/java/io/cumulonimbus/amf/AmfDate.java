package io.cumulonimbus.amf;

/**
 * A moment.
 *
 * @param epochMillis milliseconds since 1970-01-01 UTC, possibly with a fraction, or NaN
 * @param zoneMinutes AMF0's reserved time zone, -32768 to 32767, which does not shift the moment
 *     (AMF0 §2.13); AMF3 has none
 */
public record AmfDate(double epochMillis, short zoneMinutes) implements AmfValue {
    /** A moment without a time zone. */
    public AmfDate(double epochMillis) {
        this(epochMillis, (short) 0);
    }
}
