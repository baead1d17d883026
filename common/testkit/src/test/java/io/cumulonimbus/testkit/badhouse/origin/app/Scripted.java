package io.cumulonimbus.testkit.badhouse.origin.app;

import org.luaj.stand.LuaThing;

/** An application that knows LuaJ. */
final class Scripted {
    LuaThing thing;
}
