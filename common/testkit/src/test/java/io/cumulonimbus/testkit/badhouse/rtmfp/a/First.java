package io.cumulonimbus.testkit.badhouse.rtmfp.a;

import io.cumulonimbus.testkit.badhouse.rtmfp.b.Second;

/** One half of a cycle of packages. */
public final class First {
    Second second;
}
