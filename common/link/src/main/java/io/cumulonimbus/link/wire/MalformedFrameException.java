package io.cumulonimbus.link.wire;

/** A frame that breaks the protocol; costs the whole link, because what follows has no meaning. */
public final class MalformedFrameException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedFrameException(String what) {
        super(what, null, false, false);
    }
}
