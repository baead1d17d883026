package io.cumulonimbus.origin.app;

/** What an application has to ask for before anybody tells it: it happens often, or must wait. */
public enum AppEvent {
    /** Decides over publishing. */
    PUBLISH,
    /** Decides over playing. */
    SUBSCRIBE,
    /** Every audio message of its clients. */
    AUDIO,
    /** Every video message of its clients. */
    VIDEO,
    /** Every data message of its clients. */
    DATA,
    /** A client's address changed. */
    ADDRESS,
    /** A client says hello: it may be sent elsewhere. */
    HANDSHAKE,
    /** A client wants a peer that nobody here knows. */
    RENDEZVOUS,
    /** Somebody wants to meet a client. */
    INTRODUCTION,
    /** A client asks for a file. */
    READ
}
