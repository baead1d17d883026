package io.cumulonimbus.link.remote;

import io.cumulonimbus.link.wire.LinkFrame.Figures;
import io.cumulonimbus.link.wire.LinkFrame.OfViewer;
import io.cumulonimbus.link.wire.MalformedFrameException;

/** The viewers of one session that the edge serves; another class at either end. */
interface Viewers {
    /** At an end that was told of none: there are none. */
    Viewers NONE =
            new Viewers() {
                @Override
                public void receive(OfViewer frame) throws MalformedFrameException {
                    throw new MalformedFrameException("viewers where none are");
                }

                @Override
                public void receive(Figures figures) {}

                @Override
                public void end() {}
            };

    /** The origin decides something; at the edge. */
    void receive(OfViewer frame) throws MalformedFrameException;

    /** The edge tells how one fared; at the origin. */
    void receive(Figures figures) throws MalformedFrameException;

    /** The session is over. */
    void end();
}
