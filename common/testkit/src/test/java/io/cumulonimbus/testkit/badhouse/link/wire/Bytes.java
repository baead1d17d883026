package io.cumulonimbus.testkit.badhouse.link.wire;

/** What frames of a link are made of. */
public final class Bytes {}
