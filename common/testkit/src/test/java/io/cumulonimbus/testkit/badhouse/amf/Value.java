package io.cumulonimbus.testkit.badhouse.amf;

/** A value of a protocol that edges do not parse. */
public final class Value {}
