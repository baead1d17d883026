package io.cumulonimbus.amf;

/** The bytes of a message where an externalizable object reads itself; all integers big-endian. */
public interface ExternalInput {
    /** How many bytes of the message are left, the object's and what follows it. */
    int remaining();

    /** The next byte, 0 to 255. */
    int readUnsignedByte() throws MalformedAmfException;

    /** The next {@code length} bytes, copied. */
    byte[] readBytes(int length) throws MalformedAmfException;

    /** The next AMF3 value; it shares the reference tables of the message. */
    AmfValue readObject() throws MalformedAmfException;
}
