package io.cumulonimbus.origin.lua.data;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.realm.KeptExchange;
import io.cumulonimbus.origin.cluster.realm.KeptTexts;
import io.cumulonimbus.origin.cluster.realm.RealmShare;
import io.cumulonimbus.origin.lua.object.Assignments;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.ScriptLog;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the applications of a realm keep: {@code data}, on disk where there is a place for it, and
 * in a cluster the same at all nodes. Owned by the realm's loop.
 */
public final class RealmData implements KeptExchange.Keeper {
    /** Characters that an application may keep over a restart. */
    private static final long MOST_DATA = 64L << 20;

    private final ScriptLog log;
    private final ObjectKind<DataTable> kind;
    private final Optional<DataStore> store;
    private final Map<String, DataTable> tables = new HashMap<>();
    private final Map<String, QuotaMap> quotas = new HashMap<>();
    private final Map<String, KeptTexts> texts = new HashMap<>();
    private Optional<RealmShare> share = Optional.empty();
    private boolean refused;
    private long epoch;
    private Optional<KeptExchange> exchange = Optional.empty();

    public RealmData(ScriptLog log, Assignments assignments, Optional<DataStore> store) {
        this.log = log;
        this.kind = new ObjectKind<>("data", DataTable.class, log, assignments);
        this.store = store;
    }

    /** Keeps it the same as at other nodes from now on, if there can be any. */
    public void share(RealmShare realm, Loop loop) {
        if (realm.isShared() && store.isPresent()) {
            share = Optional.of(realm);
            exchange = Optional.of(new KeptExchange("data", realm, loop, this));
        }
    }

    /** From now on it is written under that lease, and counts more than what was before it. */
    public void under(long newEpoch) {
        epoch = newEpoch;
    }

    /** The table of an application. */
    public DataTable table(String application) {
        Map<String, String> kept = DataStore.forgetful();
        try {
            if (share.isPresent()) {
                kept = kept(application);
            } else if (store.isPresent()) {
                kept = store.get().map(application);
            }
        } catch (UncheckedIOException error) {
            refused(error);
        }
        QuotaMap quota = new QuotaMap(kept, MOST_DATA);
        DataTable table = new DataTable(kind, quota);
        quotas.put(application, quota);
        tables.put(application, table);
        return table;
    }

    /** Once: in a cluster it is tried again and again. */
    private void refused(UncheckedIOException error) {
        if (!refused) {
            refused = true;
            log.error("data is not kept: " + error.getCause().getMessage());
        }
    }

    private KeptTexts kept(String application) {
        KeptTexts known = texts.get(application);
        if (known != null) {
            return known;
        }
        KeptTexts opened =
                new KeptTexts(
                        store.get().map(application),
                        store.get().versions(application),
                        share.get().self().incarnation(),
                        () -> epoch,
                        () -> exchange.ifPresent(KeptExchange::changed));
        texts.put(application, opened);
        return opened;
    }

    @Override
    public Set<String> applications() {
        try {
            return store.get().applications();
        } catch (UncheckedIOException error) {
            refused(error);
            return Set.of();
        }
    }

    @Override
    public Optional<KeptTexts> texts(String application) {
        try {
            return Optional.of(kept(application));
        } catch (UncheckedIOException error) {
            refused(error);
            return Optional.empty();
        }
    }

    @Override
    public void adopted(
            String application, String key, Optional<String> before, Optional<String> now) {
        if (tables.containsKey(application)) {
            quotas.get(application).adopted(key, before, now);
            tables.get(application).adopt(key, now);
        }
    }

    /** Everything is on disk, and on its way to other nodes, when this returns. */
    public void close() {
        exchange.ifPresent(KeptExchange::close);
        store.ifPresent(DataStore::close);
    }
}
