package io.cumulonimbus.testkit.badhouse.origin.lua;

import org.luaj.stand.LuaThing;

/** The one place that may know LuaJ. */
final class Engine {
    LuaThing thing;
}
