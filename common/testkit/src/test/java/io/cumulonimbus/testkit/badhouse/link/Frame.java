package io.cumulonimbus.testkit.badhouse.link;

/** Something of the link. */
public final class Frame {}
