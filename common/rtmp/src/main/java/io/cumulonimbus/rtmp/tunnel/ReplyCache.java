package io.cumulonimbus.rtmp.tunnel;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The last replies of a session, for those who ask twice: HaishinKit repeats a request once. */
final class ReplyCache {
    private static final int MOST = 8;

    private final int mostBytes;
    private final ArrayDeque<Entry> entries = new ArrayDeque<>();
    private final Set<Long> unread = new HashSet<>();
    private long bytes;

    private record Entry(long sequence, HttpReply reply) {}

    ReplyCache(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    void add(long sequence, HttpReply reply) {
        entries.add(new Entry(sequence, reply));
        bytes += reply.bytes().length;
        while (entries.size() > MOST || entries.size() > 1 && bytes > mostBytes) {
            bytes -= entries.poll().reply.bytes().length;
        }
    }

    Optional<HttpReply> find(long sequence) {
        return entries.stream()
                .filter(entry -> entry.sequence == sequence)
                .map(Entry::reply)
                .findFirst();
    }

    /** Nobody was there to read the reply when its turn came; it was not made. */
    void addUnread(long sequence) {
        if (unread.size() < MOST) {
            unread.add(sequence);
        }
    }

    /** Whether the reply to a repeated request is still to be made; so only once. */
    boolean takeUnread(long sequence) {
        return unread.remove(sequence);
    }
}
