package io.cumulonimbus.net.limits;

/** Which clients belong together. */
public enum LimitScope {
    /** Those of one address. */
    ADDRESS,
    /** Those of one account. */
    ACCOUNT
}
