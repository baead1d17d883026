package io.cumulonimbus.amf;

/** Where an externalizable object writes itself. */
public interface ExternalOutput {
    /** Appends one byte. */
    void writeByte(int value);

    /** Appends bytes. */
    void writeBytes(byte[] bytes);

    /** Appends an AMF3 value; it shares the reference tables of the message. */
    void writeObject(AmfValue value);
}
