package io.cumulonimbus.testkit.badhouse.origin.lua.object;

/** What objects of scripts are made of. */
public final class Thing {}
