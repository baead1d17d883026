package io.cumulonimbus.amf;

/** How instances of one externalizable class are read and written: an agreement with the peer. */
public interface ExternalClass {
    /** An instance that is one value, as {@code mx.collections.ArrayCollection} is. */
    ExternalClass ONE_VALUE =
            new ExternalClass() {
                @Override
                public void read(AmfExternal target, ExternalInput in)
                        throws MalformedAmfException {
                    target.add(in.readObject());
                }

                @Override
                public void write(AmfExternal source, ExternalOutput out) {
                    if (source.parts().size() != 1) {
                        throw new UnencodableAmfException(source + " is not one value");
                    }
                    out.writeObject(source.parts().getFirst());
                }
            };

    /** What was recorded by {@link AmfExternal#recorded} is written; nothing can be read. */
    ExternalClass RECORDED =
            new ExternalClass() {
                @Override
                public void read(AmfExternal target, ExternalInput in)
                        throws MalformedAmfException {
                    throw new MalformedAmfException("unknown externalizable class");
                }

                @Override
                public void write(AmfExternal source, ExternalOutput out) {
                    for (AmfValue part : source.parts()) {
                        if (part instanceof AmfByteArray bytes) {
                            out.writeBytes(bytes.bytes());
                        } else if (part instanceof AmfArray array) {
                            array.elements().forEach(out::writeObject);
                        }
                    }
                }
            };

    /** Reads exactly the bytes that are the instance's own into {@code target}. */
    void read(AmfExternal target, ExternalInput in) throws MalformedAmfException;

    /** Writes what {@link #read} reads. */
    void write(AmfExternal source, ExternalOutput out);
}
