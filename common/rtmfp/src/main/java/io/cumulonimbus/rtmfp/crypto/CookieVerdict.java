package io.cumulonimbus.rtmfp.crypto;

/** What a cookie that came back is worth. */
public enum CookieVerdict {
    /** Ours, fresh, and made for this address. */
    VALID,
    /** Ours and fresh, but made for another address: answered with a cookie change. */
    OTHER_ADDRESS,
    /** Not ours, changed, or too old: ignored. */
    INVALID
}
