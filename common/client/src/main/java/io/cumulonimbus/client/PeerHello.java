package io.cumulonimbus.client;

import java.net.InetSocketAddress;

/**
 * Another client's wish to open a session to this one, as its introducer passes it on (RFC 7016
 * §3.5.1.5).
 *
 * @param tag what the other knows its attempt by
 * @param address where the other is to be answered
 * @param observed whether that is where the introducer sees it; otherwise it is its own word
 */
public record PeerHello(byte[] tag, InetSocketAddress address, boolean observed) {}
