package io.cumulonimbus.amf;

/**
 * Writes the values of one message, one after another. The reference tables live as long as the
 * writer: a new message needs a new writer (AMF0 §4.1.3, AMF3 §4.1).
 *
 * <p>One instance written twice is written as a reference the second time, whatever was changed in
 * between.
 */
public final class AmfWriter {
    private final AmfOutput out;
    private final Amf3Writer amf3;
    private final Amf0Writer amf0;
    private final boolean startsInAmf3;

    private AmfWriter(
            AmfLimits limits, ExternalClasses externals, boolean startsInAmf3, boolean mayAmf3) {
        this.out = new AmfOutput(limits);
        this.amf3 = new Amf3Writer(out, externals);
        this.amf0 = new Amf0Writer(out, amf3, mayAmf3);
        this.startsInAmf3 = startsInAmf3;
    }

    /**
     * Writes AMF0 only. What it cannot say becomes the nearest it can: integers numbers, vectors
     * arrays; byte arrays, dictionaries and externalizable objects the unsupported value.
     */
    public static AmfWriter amf0() {
        return amf0(AmfLimits.DEFAULT);
    }

    /** Writes AMF0 only, within limits. */
    public static AmfWriter amf0(AmfLimits limits) {
        return new AmfWriter(limits, ExternalClasses.FLEX, false, false);
    }

    /**
     * Writes plain values in AMF0 and switches to AMF3 for every object, array and whatever else
     * AMF0 lacks (AMF0 §3.1): for peers with objectEncoding 3.
     */
    public static AmfWriter amf0SwitchingToAmf3() {
        return amf0SwitchingToAmf3(AmfLimits.DEFAULT, ExternalClasses.FLEX);
    }

    /** Writes AMF0 that switches to AMF3, within limits. */
    public static AmfWriter amf0SwitchingToAmf3(AmfLimits limits, ExternalClasses externals) {
        return new AmfWriter(limits, externals, false, true);
    }

    /** Writes AMF3 from the start. */
    public static AmfWriter amf3() {
        return amf3(AmfLimits.DEFAULT, ExternalClasses.FLEX);
    }

    /** Writes AMF3 from the start, within limits. */
    public static AmfWriter amf3(AmfLimits limits, ExternalClasses externals) {
        return new AmfWriter(limits, externals, true, true);
    }

    /**
     * Appends a value; answers this writer.
     *
     * @throws UnencodableAmfException when it breaks a limit; the writer is of no more use then
     */
    public AmfWriter write(AmfValue value) {
        if (startsInAmf3) {
            amf3.write(value);
        } else {
            amf0.write(value);
        }
        return this;
    }

    /**
     * Appends a value in AMF0 as far as AMF0 has it, although this writer switches otherwise;
     * answers this writer. RTMP's command objects are written so.
     *
     * @throws UnencodableAmfException when it breaks a limit
     * @throws IllegalStateException when this writer writes AMF3 only
     */
    public AmfWriter writeInAmf0(AmfValue value) {
        if (startsInAmf3) {
            throw new IllegalStateException("an AMF3 writer");
        }
        amf0.writeInAmf0(value);
        return this;
    }

    /** Bytes written so far. */
    public int length() {
        return out.length();
    }

    /** A copy of what was written. */
    public byte[] toBytes() {
        return out.toBytes();
    }
}
