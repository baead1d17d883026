package io.cumulonimbus.link;

import io.cumulonimbus.client.Priority;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** The flows of a session that have something to send, in turn within each priority. */
final class ReadyFlows {
    private final List<ArrayDeque<LinkSink>> rings = new ArrayList<>();

    ReadyFlows() {
        for (int i = 0; i < Priority.values().length; i++) {
            rings.add(new ArrayDeque<>());
        }
    }

    void add(LinkSink sink) {
        sink.inRing = true;
        rings.get(sink.priority().ordinal()).add(sink);
    }

    boolean has(Priority lowest, Priority highest) {
        for (int i = lowest.ordinal(); i <= highest.ordinal(); i++) {
            if (!rings.get(i).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** Takes the next flow of the highest priority out of its ring, or answers null. */
    LinkSink poll(Priority lowest, Priority highest) {
        for (int i = highest.ordinal(); i >= lowest.ordinal(); i--) {
            LinkSink sink = rings.get(i).poll();
            if (sink != null) {
                sink.inRing = false;
                return sink;
            }
        }
        return null;
    }
}
