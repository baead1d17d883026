package io.cumulonimbus.link;

/** A frame that breaks the protocol; costs the whole link, because what follows has no meaning. */
final class MalformedFrameException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedFrameException(String what) {
        super(what, null, false, false);
    }
}
