package io.cumulonimbus.origin.rendezvous.service;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.app.Applications;
import io.cumulonimbus.origin.app.Realm;
import io.cumulonimbus.origin.app.RealmFactory;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes the realm of paths without an application, where clients meet and nothing else.
 *
 * @param keys what such a path may begin with; anything when there is none
 * @param others makes all other realms
 */
public record MeetingPlaces(List<String> keys, RealmFactory others) implements RealmFactory {
    @Override
    public Realm open(Path www, String root, Loop loop) {
        return root.equals(Applications.ANYWHERE)
                ? new MeetingPlace(keys)
                : others.open(www, root, loop);
    }
}
