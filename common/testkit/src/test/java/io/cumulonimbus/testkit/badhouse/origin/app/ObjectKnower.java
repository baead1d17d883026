package io.cumulonimbus.testkit.badhouse.origin.app;

import io.cumulonimbus.testkit.badhouse.origin.lua.object.Thing;

/** An application that knows what scripts work with. */
final class ObjectKnower {
    Thing thing;
}
