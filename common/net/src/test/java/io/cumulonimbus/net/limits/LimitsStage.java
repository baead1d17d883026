package io.cumulonimbus.net.limits;

import io.cumulonimbus.net.loop.ManualLoop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** Limits on a clock that is moved by hand. */
abstract class LimitsStage {
    static final long SECOND_NS = 1_000_000_000L;

    final ManualLoop loop = new ManualLoop();

    Limits limits(Quota perAddress, Quota perAccount) {
        return new Limits(perAddress, perAccount, loop::nowNs);
    }

    static InetSocketAddress at(String address) {
        try {
            return new InetSocketAddress(InetAddress.getByName(address), 1935);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    static Quota connections(int most) {
        return new Quota(most, 0, 0, 0, 0);
    }
}
