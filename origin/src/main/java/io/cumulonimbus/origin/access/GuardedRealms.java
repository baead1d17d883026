package io.cumulonimbus.origin.access;

import io.cumulonimbus.config.AccessConfig;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.app.AppEvent;
import io.cumulonimbus.origin.app.Application;
import io.cumulonimbus.origin.app.Interests;
import io.cumulonimbus.origin.app.Realm;
import io.cumulonimbus.origin.app.RealmFactory;
import io.cumulonimbus.origin.app.Redirection;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Realms whose applications are asked only about those who may. */
public final class GuardedRealms implements RealmFactory {
    private static final long MS = 1000;
    private static final int MOST_KNOWN = 1024;

    private final RealmFactory factory;
    private final AccessRules rules;

    private GuardedRealms(RealmFactory factory, AccessRules rules) {
        this.factory = factory;
        this.rules = rules;
    }

    /** Those of {@code factory}, as they are when whoever wants may. */
    public static RealmFactory of(AccessConfig access, RealmFactory factory) {
        return access.isOpen()
                ? factory
                : new GuardedRealms(
                        factory, new AccessRules(access, () -> System.currentTimeMillis() / MS));
    }

    @Override
    public Realm open(Path www, String root, Loop loop) {
        Realm realm = factory.open(www, root, loop);
        realm.interests().add(AppEvent.PUBLISH);
        realm.interests().add(AppEvent.SUBSCRIBE);
        return new Guarded(realm, loop);
    }

    /** One of them. */
    private final class Guarded implements Realm {
        private final Realm realm;
        private final Loop loop;
        private final Map<String, GuardedApplication> applications = new HashMap<>();

        Guarded(Realm realm, Loop loop) {
            this.realm = realm;
            this.loop = loop;
        }

        @Override
        public Application application(String path) {
            Application inner = realm.application(path);
            GuardedApplication known = applications.get(path);
            if (known == null || !known.guards(inner)) {
                known = new GuardedApplication(inner, rules, loop);
                if (applications.size() < MOST_KNOWN) { // there may be any number of paths
                    applications.put(path, known);
                }
            }
            return known;
        }

        @Override
        public Interests interests() {
            return realm.interests();
        }

        @Override
        public void under(long epoch) {
            realm.under(epoch);
        }

        @Override
        public void tick() {
            realm.tick();
        }

        @Override
        public boolean reload(String path) {
            return realm.reload(path);
        }

        @Override
        public void rendezvousUnknown(byte[] peer, Consumer<Redirection> answer) {
            realm.rendezvousUnknown(peer, answer);
        }

        @Override
        public boolean isExhausted() {
            return realm.isExhausted();
        }

        @Override
        public void close() {
            realm.close();
        }
    }
}
