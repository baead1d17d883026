package io.cumulonimbus.origin.app;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.socket.Sockets;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.rtmp.message.SharedObjectEvent;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What scripts can have of the server, beside their clients. Called on realm loops; each method
 * does nothing unless overridden.
 */
public interface Services {
    /** A server that has nothing to offer. */
    Services NONE = new Services() {};

    /**
     * Publishes a stream of the server's own; empty when somebody publishes that name.
     *
     * @param application the path of whose it is
     * @param loop the realm's loop, which owns it
     */
    default Optional<AppPublication> publish(String application, String name, Loop loop) {
        return Optional.empty();
    }

    /**
     * Makes a peer that is elsewhere a member of a NetGroup here; the answer ends that.
     *
     * @param group 32 bytes
     * @param peer 32 bytes
     */
    default Runnable joinGroup(byte[] group, byte[] peer) {
        return () -> {};
    }

    /**
     * The sockets that the scripts of one realm may open; none when they may not.
     *
     * @param loop the realm's loop, which owns them
     */
    default Optional<Sockets> sockets(Loop loop) {
        return Optional.empty();
    }

    /**
     * Takes part in a shared object; empty where there are none.
     *
     * @param application its path
     * @param loop the realm's loop
     * @param listener hears what is said of it, on that loop
     */
    default Optional<AppObject> sharedObject(
            String application,
            String name,
            boolean persistent,
            Loop loop,
            Consumer<List<SharedObjectEvent>> listener) {
        return Optional.empty();
    }

    /**
     * Watches a stream, whether or not anybody publishes it; empty when there is too much to do.
     *
     * @param application the path of whose it is
     * @param loop the realm's loop, which owns it
     */
    default Optional<AppSubscription> subscribe(
            String application, String name, Loop loop, AppSubscription.Watcher watcher) {
        return Optional.empty();
    }

    /**
     * Sends a mail.
     *
     * @param loop the realm's loop, on which the outcome is told, once, later
     * @param outcome why it could not be sent, if so
     */
    default void sendMail(Mail mail, Loop loop, Consumer<Optional<String>> outcome) {}

    /** Whether packets from an address are ignored from now on. */
    default void ban(InetAddress address, boolean banned) {}

    /** What the origins of a cluster know together; empty where scripts are not to have it. */
    default Optional<Directory> directory() {
        return Optional.empty();
    }

    /**
     * An application was loaded.
     *
     * @param application its path, without slashes at its ends
     */
    default void started(String application) {}

    /** The edges that are linked, by their addresses, with how many clients came through each. */
    default Map<String, Integer> edges() {
        return Map.of();
    }
}
