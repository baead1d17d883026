package io.cumulonimbus.rtmfp.crypto;

/**
 * What we offer and want for one means of protection, HMAC or sequence numbers (RFC 7425 §4.5.2.4,
 * §4.5.2.5).
 *
 * @param sendAlways we send it, whatever the far end says
 * @param sendOnRequest we send it when the far end asks
 * @param request we ask the far end to send it
 * @param require we refuse a far end that will not send it
 * @param inKind as responder: everything for an initiator that asks, nothing for one that does not;
 *     librtmfp offers both but has neither
 */
public record Protection(
        boolean sendAlways,
        boolean sendOnRequest,
        boolean request,
        boolean require,
        boolean inKind) {
    /** As responder do as the initiator does; as initiator send it if asked. */
    public static final Protection IN_KIND = new Protection(false, true, false, false, true);

    /** Send it always and ask for it, but live without. */
    public static final Protection WANTED = new Protection(true, true, true, false, false);

    /** Send it always, and refuse who does not. */
    public static final Protection REQUIRED = new Protection(true, true, true, true, false);

    /** Do without. */
    public static final Protection OFF = new Protection(false, false, false, false, false);

    static final int SEND_ALWAYS = 0x04;
    static final int SEND_ON_REQUEST = 0x02;
    static final int REQUEST = 0x01;
    private static final int EVERYTHING = SEND_ALWAYS | SEND_ON_REQUEST | REQUEST;

    /** The flags of an initiator's offer. */
    int flags() {
        return (sendAlways ? SEND_ALWAYS : 0)
                | (sendOnRequest ? SEND_ON_REQUEST : 0)
                | (request || require ? REQUEST : 0);
    }

    /** The flags of a responder's answer to an initiator's. */
    int answer(int initiatorFlags) {
        if (!inKind) {
            return flags();
        }
        return (initiatorFlags & REQUEST) != 0 ? EVERYTHING : 0;
    }

    /** Whether a far end with these flags must be refused. */
    boolean refuses(int farFlags) {
        return require && (farFlags & (SEND_ALWAYS | SEND_ON_REQUEST)) == 0;
    }
}
