package io.cumulonimbus.rtmfp.endpoint;

import io.cumulonimbus.rtmfp.crypto.KeyingPolicy;
import io.cumulonimbus.rtmfp.session.SessionConfig;

/**
 * How an endpoint behaves and what it may use.
 *
 * @param session what holds for each session
 * @param keying how packets of sessions are to be protected
 * @param hello whom to answer an IHello
 * @param answerForwardedHello whether an introducer's FIHello is answered with RHello (peers do,
 *     servers ignore it; RFC 7016 §3.5.1.1.2)
 * @param maxSessions sessions at once, of all endpoints that share a {@link Census}; more are not
 *     answered
 * @param maxHalfOpenPerAddress sessions of one IP address, keyings included, from which no verified
 *     packet came yet; of all endpoints that share a census
 * @param maxKeyings key agreements at once off the loop; more are dropped and come again
 * @param maxBuffered bytes received that are incomplete or not taken yet, of all sessions that
 *     share a census; beyond, sessions that hold more than their share get no more
 */
public record EndpointConfig(
        SessionConfig session,
        KeyingPolicy keying,
        HelloPolicy hello,
        boolean answerForwardedHello,
        int maxSessions,
        int maxHalfOpenPerAddress,
        int maxKeyings,
        long maxBuffered) {
    private static final long MEGABYTE = 1 << 20;

    /** A server: answers every client in kind, ignores forwarded hellos. */
    public static final EndpointConfig SERVER =
            new EndpointConfig(
                    SessionConfig.DEFAULT,
                    KeyingPolicy.SERVER,
                    HelloPolicy.RESPOND,
                    false,
                    100_000,
                    1000,
                    64,
                    256 * MEGABYTE);

    /** A client or peer: wants protection, may be introduced. */
    public static final EndpointConfig CLIENT =
            new EndpointConfig(
                    SessionConfig.DEFAULT,
                    KeyingPolicy.CLIENT,
                    HelloPolicy.RESPOND,
                    true,
                    1000,
                    16,
                    16,
                    256 * MEGABYTE);

    public EndpointConfig {
        if (maxSessions < 1
                || maxHalfOpenPerAddress < 1
                || maxKeyings < 1
                || maxBuffered < MEGABYTE) {
            throw new IllegalArgumentException("limits too low for a session");
        }
    }

    /** The same with other rules for each session. */
    public EndpointConfig withSession(SessionConfig newSession) {
        return new EndpointConfig(
                newSession,
                keying,
                hello,
                answerForwardedHello,
                maxSessions,
                maxHalfOpenPerAddress,
                maxKeyings,
                maxBuffered);
    }

    /** The same with another protection of packets. */
    public EndpointConfig withKeying(KeyingPolicy newKeying) {
        return new EndpointConfig(
                session,
                newKeying,
                hello,
                answerForwardedHello,
                maxSessions,
                maxHalfOpenPerAddress,
                maxKeyings,
                maxBuffered);
    }

    /** The same with another answer to IHello. */
    public EndpointConfig withHello(HelloPolicy newHello) {
        return new EndpointConfig(
                session,
                keying,
                newHello,
                answerForwardedHello,
                maxSessions,
                maxHalfOpenPerAddress,
                maxKeyings,
                maxBuffered);
    }

    /** The same with other limits. */
    public EndpointConfig withLimits(
            int newMaxSessions, int newMaxHalfOpenPerAddress, int newMaxKeyings) {
        return new EndpointConfig(
                session,
                keying,
                hello,
                answerForwardedHello,
                newMaxSessions,
                newMaxHalfOpenPerAddress,
                newMaxKeyings,
                maxBuffered);
    }

    /** The same with another bound of what is received and not taken yet, at least a megabyte. */
    public EndpointConfig withMaxBuffered(long bytes) {
        return new EndpointConfig(
                session,
                keying,
                hello,
                answerForwardedHello,
                maxSessions,
                maxHalfOpenPerAddress,
                maxKeyings,
                bytes);
    }
}
