package io.cumulonimbus.origin.app;

import io.cumulonimbus.net.loop.Loop;
import java.nio.file.Path;

/** Makes realms: where the scripting language comes in. */
@FunctionalInterface
public interface RealmFactory {
    /**
     * Opens a realm; called once for each, on the loop that will own it.
     *
     * @param www the folder that holds all applications
     * @param root the path of the realm's topmost application; empty when all of {@code www} is one
     *     realm
     * @param loop the loop it is called on, for its clock
     */
    Realm open(Path www, String root, Loop loop);
}
