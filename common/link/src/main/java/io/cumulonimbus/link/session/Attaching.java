package io.cumulonimbus.link.session;

import io.cumulonimbus.link.wire.LinkFrame;
import java.util.HexFormat;

/** The wish of an edge, which has proved itself, to take up a link. */
public final class Attaching {
    private final LinkFrame.Attach wish;
    private final String nodeId;
    private final long instance;

    Attaching(LinkFrame wish, String nodeId, long instance) {
        this.wish = (LinkFrame.Attach) wish;
        this.nodeId = nodeId;
        this.instance = instance;
    }

    /** Names the link among all links. */
    public String key() {
        return keyOf(wish.token(), nodeId, instance);
    }

    static String keyOf(byte[] token, String nodeId, long instance) {
        return HexFormat.of().formatHex(token) + " " + instance + " " + nodeId;
    }

    /** Whether the edge has sessions of it. */
    boolean isKnown() {
        return wish.known();
    }

    LinkFrame.Attach wish() {
        return wish;
    }
}
