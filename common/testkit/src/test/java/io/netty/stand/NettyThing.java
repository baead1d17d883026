package io.netty.stand;

/** Stands for a Netty type, which this module does not have. */
public final class NettyThing {}
