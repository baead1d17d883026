package io.cumulonimbus.origin.connection;

/** How a test's clients reach the origin; every test that drives one runs over both. */
enum Way {
    /** The origin has the client's own session. */
    DIRECT,
    /** An edge has it, and a link lies between. */
    THROUGH_A_LINK
}
