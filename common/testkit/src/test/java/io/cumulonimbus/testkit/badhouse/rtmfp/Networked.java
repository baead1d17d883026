package io.cumulonimbus.testkit.badhouse.rtmfp;

import io.netty.stand.NettyThing;

/** A core that knows Netty. */
final class Networked {
    final NettyThing thing = new NettyThing();
}
