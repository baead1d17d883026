package io.cumulonimbus.origin.app;

/** What an application is told, or asked, for telling how long each takes. */
public enum EventKind {
    /** A client wants to connect. */
    CONNECTION,
    /** A client is gone. */
    DISCONNECTION,
    /** A client calls a method. */
    CALL,
    /** A client wants to publish. */
    PUBLISH,
    /** A client publishes no more. */
    UNPUBLISH,
    /** A client wants to play. */
    SUBSCRIBE,
    /** A client plays no more. */
    UNSUBSCRIBE,
    /** A message of a publisher. */
    PACKET,
    /** A client joined a NetGroup, or left it. */
    GROUP,
    /** Somebody wants to meet a client, or somebody who is not here. */
    INTRODUCTION,
    /** Somebody says hello. */
    HANDSHAKE,
    /** A client has another address. */
    ADDRESS,
    /** A client asks for a file. */
    READ,
    /** What is done every two seconds. */
    MANAGE,
    /** Something else: it begins, and what it does by itself. */
    OTHER
}
