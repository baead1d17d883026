package io.cumulonimbus.origin.connection;

import io.cumulonimbus.amf.AmfExternal;
import io.cumulonimbus.amf.ExternalClass;
import io.cumulonimbus.amf.ExternalInput;
import io.cumulonimbus.amf.ExternalOutput;
import io.cumulonimbus.amf.MalformedAmfException;

/** An externalizable class that nobody knows here; its application may. */
final class ForeignClass implements ExternalClass {
    /** What reading one ends with. */
    static final MalformedAmfException FOUND =
            new MalformedAmfException("an externalizable class of the application");

    @Override
    public void read(AmfExternal target, ExternalInput in) throws MalformedAmfException {
        throw FOUND;
    }

    @Override
    public void write(AmfExternal source, ExternalOutput out) {
        ExternalClass.RECORDED.write(source, out);
    }
}
