package io.cumulonimbus.rtmfp.packet;

import java.net.InetSocketAddress;

/** An address as it travels in Redirect and FIHello: a resolved socket address and its origin. */
public record Address(InetSocketAddress socket, Origin origin) {}
