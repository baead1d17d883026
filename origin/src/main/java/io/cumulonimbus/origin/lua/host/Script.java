package io.cumulonimbus.origin.lua.host;

import io.cumulonimbus.origin.lua.value.Values;

/** An application as those objects see it that its script made. */
public interface Script {
    /** Without slashes at its ends; empty for the root. */
    String path();

    /** What the script made, which ends with it. */
    Belongings belongings();

    /** Conversions for one message; its script hears of types. */
    Values values();
}
