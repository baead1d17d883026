package io.cumulonimbus.cli;

/** How clients of a test reach the origin: every client-level test runs over both. */
enum Way {
    DIRECT,
    THROUGH_EDGE
}
