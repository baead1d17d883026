package io.cumulonimbus.origin.rendezvous;

/** Hears of the NetGroups that one client joins and leaves. Called on the client's loop. */
public interface GroupListener {
    /** Hears nothing. */
    GroupListener NONE = new GroupListener() {};

    /** It joined the group with this id, 32 bytes. */
    default void joined(byte[] group) {}

    /** It left a group that it had joined. */
    default void left(byte[] group) {}
}
