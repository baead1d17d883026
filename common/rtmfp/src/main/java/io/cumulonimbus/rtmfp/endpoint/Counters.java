package io.cumulonimbus.rtmfp.endpoint;

/** What an endpoint counts; see {@link EndpointStatistics}. */
final class Counters {
    long received;
    long sent;
    long receivedBytes;
    long sentBytes;
    long rejected;
    long unknownSession;
    long malformed;
    long hellos;
    long badCookies;
    long refusedKeyings;
    long overLimit;
    long accepted;
    long faults;
}
