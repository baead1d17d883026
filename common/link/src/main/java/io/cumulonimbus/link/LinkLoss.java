package io.cumulonimbus.link;

/** Why a link is over, in words for the one log line that says so. */
public enum LinkLoss {
    HANDSHAKE_TIMED_OUT("no handshake in time"),
    WRONG_VERSION("the other end speaks another version of the link protocol"),
    WRONG_ROLE("the other end has the same role"),
    DENIED("the edge of that name is denied"),
    TLS_EXPECTED("the other end speaks no TLS, which is demanded here"),
    TLS_FAILED("no TLS with the other end"),
    WRONG_SECRET("the other end does not know the secret"),
    REFUSED("the other end hung up on our proof: the secrets probably differ"),
    MALFORMED("a frame that breaks the protocol"),
    OVERSIZED("a frame beyond the size limit"),
    SILENT("nothing heard for too long"),
    HUNG_UP("the connection was lost"),
    NOT_RESUMED("the connection was lost and no other one took its place in time"),
    LEFT("the origin is going to stop"),
    FAR_STOPPED("the other end is stopping"),
    STOPPED("we are stopping");

    private final String text;

    LinkLoss(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
