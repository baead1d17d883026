package io.cumulonimbus.net.limits;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What those of each address, or of each account, have at other servers, as those told it last. Any
 * thread; asked for each connection and stream.
 */
final class Elsewhere {
    private final Map<String, Map<Long, Having>> told = new ConcurrentHashMap<>();

    /** A server has told this; it takes the place of what it told before. */
    void told(String server, Map<Long, Having> all) {
        if (all.isEmpty()) {
            told.remove(server);
        } else {
            told.put(server, Map.copyOf(all));
        }
    }

    /** Connections there. */
    int connections(long id) {
        int all = 0;
        for (Map<Long, Having> one : told.values()) {
            Having had = one.get(id);
            all += had == null ? 0 : had.connections();
        }
        return all;
    }

    /** Streams there. */
    int streams(long id) {
        int all = 0;
        for (Map<Long, Having> one : told.values()) {
            Having had = one.get(id);
            all += had == null ? 0 : had.streams();
        }
        return all;
    }
}
