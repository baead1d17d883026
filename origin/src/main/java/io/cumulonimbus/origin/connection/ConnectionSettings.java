package io.cumulonimbus.origin.connection;

import io.cumulonimbus.net.limits.Limits;
import io.cumulonimbus.origin.stream.StreamSettings;

/**
 * What the origin grants to one connection.
 *
 * @param keepAliveServerMs what clients are told to keep between keepalives to us, milliseconds
 * @param keepAlivePeerMs the same among each other
 * @param maxStreams streams at the same time
 * @param maxFlows flows that the client may have open to us; over RTMP that is four for each
 *     stream, which nobody opened on purpose, and some more
 * @param maxCalls calls of the application without an answer yet
 * @param maxPushes messages of the application on their way to the client's loop
 * @param commandBytes most of a command or data message
 * @param mediaBytes most of an audio or video message
 * @param heldBytes most of a flow that is held back
 * @param queueBytes answers and pushes that the client has not taken yet; beyond, it is closed
 * @param syncMs how long a barrier between flows may take
 * @param lingerMs how long a refused client has to leave by itself
 * @param connectMs how long a client may take to connect
 * @param streams limits of live streams
 * @param limits what it may have together with others of its address or account
 */
public record ConnectionSettings(
        int keepAliveServerMs,
        int keepAlivePeerMs,
        int maxStreams,
        int maxFlows,
        int maxCalls,
        int maxPushes,
        int commandBytes,
        int mediaBytes,
        int heldBytes,
        long queueBytes,
        int syncMs,
        int lingerMs,
        int connectMs,
        StreamSettings streams,
        Limits limits) {

    /** What Cumulus tells its clients, and limits that suit most. */
    public static final ConnectionSettings DEFAULT =
            new ConnectionSettings(
                    15_000,
                    10_000,
                    256,
                    1040,
                    1024,
                    4096,
                    1 << 20,
                    8 << 20,
                    2 << 20,
                    8 << 20,
                    2_000,
                    1_000,
                    120_000,
                    StreamSettings.DEFAULT,
                    Limits.NONE);

    /** The same with other keepalive periods, in milliseconds. */
    public ConnectionSettings withKeepAlive(int serverMs, int peerMs) {
        return new ConnectionSettings(
                serverMs,
                peerMs,
                maxStreams,
                maxFlows,
                maxCalls,
                maxPushes,
                commandBytes,
                mediaBytes,
                heldBytes,
                queueBytes,
                syncMs,
                lingerMs,
                connectMs,
                streams,
                limits);
    }

    /** The same with other limits of live streams. */
    public ConnectionSettings withStreams(StreamSettings other) {
        return new ConnectionSettings(
                keepAliveServerMs,
                keepAlivePeerMs,
                maxStreams,
                maxFlows,
                maxCalls,
                maxPushes,
                commandBytes,
                mediaBytes,
                heldBytes,
                queueBytes,
                syncMs,
                lingerMs,
                connectMs,
                other,
                limits);
    }

    /** The same with other limits for those who belong together. */
    public ConnectionSettings withLimits(Limits other) {
        return new ConnectionSettings(
                keepAliveServerMs,
                keepAlivePeerMs,
                maxStreams,
                maxFlows,
                maxCalls,
                maxPushes,
                commandBytes,
                mediaBytes,
                heldBytes,
                queueBytes,
                syncMs,
                lingerMs,
                connectMs,
                streams,
                other);
    }

    /** The same with its long timers multiplied, for tests. */
    public ConnectionSettings withTimersScaled(double scale) {
        return new ConnectionSettings(
                keepAliveServerMs,
                keepAlivePeerMs,
                maxStreams,
                maxFlows,
                maxCalls,
                maxPushes,
                commandBytes,
                mediaBytes,
                heldBytes,
                queueBytes,
                syncMs,
                lingerMs,
                (int) (connectMs * scale),
                streams,
                limits);
    }
}
