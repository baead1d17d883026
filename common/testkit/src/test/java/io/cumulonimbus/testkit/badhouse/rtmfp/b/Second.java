package io.cumulonimbus.testkit.badhouse.rtmfp.b;

import io.cumulonimbus.testkit.badhouse.rtmfp.a.First;

/** The other half of a cycle of packages. */
public final class Second {
    First first;
}
