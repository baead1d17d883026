package io.cumulonimbus.origin.cluster.fabric;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** The members of one group at one node, with a digest by which two copies are compared. */
final class Roll {
    /** The digest's length in bytes: the number of members, and their ids added by exclusive or. */
    static final int DIGEST = Integer.BYTES + Long.BYTES;

    /** Nobody; not written to. */
    static final Roll EMPTY = new Roll();

    private final Set<Key> members = new HashSet<>(4);
    private long sum;

    /** One more; answers whether it is new. */
    boolean add(Key member) {
        boolean fresh = members.add(member);
        sum ^= fresh ? part(member) : 0;
        return fresh;
    }

    /** One less; answers whether it was there. */
    boolean remove(Key member) {
        boolean known = members.remove(member);
        sum ^= known ? part(member) : 0;
        return known;
    }

    private static long part(Key member) {
        return ByteBuffer.wrap(member.bytes()).getLong();
    }

    Set<Key> members() {
        return members;
    }

    byte[] digest() {
        return ByteBuffer.allocate(DIGEST).putInt(members.size()).putLong(sum).array();
    }

    boolean isLike(byte[] digest) {
        return Arrays.equals(digest(), digest);
    }
}
