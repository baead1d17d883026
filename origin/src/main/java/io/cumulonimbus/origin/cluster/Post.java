package io.cumulonimbus.origin.cluster;

import io.cumulonimbus.net.loop.Loop;
import java.util.function.Consumer;

/**
 * Messages between nodes. Any thread.
 *
 * <p>Those from one node to another arrive in order, once, or not at all: not when the other one is
 * gone or has too much to do. Media and files do not go this way.
 */
public interface Post {
    /** Longer messages are not taken: 1 MiB. */
    int MAX_BODY = 1 << 20;

    /**
     * Has the messages of one kind; there is one recipient of each kind. The answer ends that.
     *
     * @param kind 1 to 255 characters
     */
    Registration receive(String kind, Loop loop, Recipient recipient);

    /** Sends to one node, this one too; answers false when it is not taken. */
    boolean send(NodeId to, String kind, byte[] body);

    /** Sends to all other nodes; answers false when it is not taken. */
    boolean broadcast(String kind, byte[] body);

    /** Sends, and has what is replied; failed when nothing comes in time. */
    void ask(NodeId to, String kind, byte[] body, Loop replyTo, Consumer<Outcome<byte[]>> answer);

    /**
     * Has what is published under a topic at any node, this one too. The answer ends that.
     *
     * @param topic 1 to 255 characters
     */
    Registration subscribe(String topic, Loop loop, Reader reader);

    /** Publishes to all that have subscribed; answers false when it is not taken. */
    boolean publish(String topic, byte[] body);

    /** Takes messages, on the loop that it was registered with. */
    @FunctionalInterface
    interface Recipient {
        /**
         * A message.
         *
         * @param reply takes what is answered, once, on any thread; leads nowhere if nothing was
         *     asked
         */
        void onMessage(NodeId from, byte[] body, Consumer<byte[]> reply);
    }

    /** Takes what is published, on the loop that it was registered with. */
    @FunctionalInterface
    interface Reader {
        /** Something was published. */
        void onPublished(NodeId from, byte[] body);
    }
}
