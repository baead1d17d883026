package io.cumulonimbus.origin.lua.cluster;

import io.cumulonimbus.origin.cluster.realm.RealmShare;
import io.cumulonimbus.origin.lua.host.ScriptHost;
import java.util.Optional;

/** What a realm is to those of its objects that reach other nodes. */
public interface ClusterHost extends ScriptHost {
    /** What is shared with this realm at other nodes; empty where scripts have no cluster. */
    Optional<RealmShare> share();

    /** The way there, on which functions wait for answers. */
    ClusterCalls calls();
}
