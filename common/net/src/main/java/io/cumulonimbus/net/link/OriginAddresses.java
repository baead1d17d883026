package io.cumulonimbus.net.link;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Whom to dial next, of several origins. Owned by one loop. */
final class OriginAddresses {
    private volatile List<InetSocketAddress> origins;
    private InetSocketAddress answered;
    private int turn;

    OriginAddresses(List<InetSocketAddress> origins) {
        if (origins.isEmpty()) {
            throw new IllegalArgumentException("nobody to dial");
        }
        this.origins = List.copyOf(origins);
    }

    /**
     * Nobody is there any more; the last one stays. Answers whether the present address, which may
     * be null, is that one.
     */
    boolean forget(InetSocketAddress gone, InetSocketAddress present) {
        List<InetSocketAddress> others =
                origins.stream().filter(origin -> !origin.equals(gone)).toList();
        origins = others.isEmpty() ? origins : others;
        return present != null
                && present.getPort() == gone.getPort()
                && present.getHostString().equals(gone.getHostString());
    }

    /** This one answered: it is asked first the next time. */
    void answered(InetSocketAddress address) {
        answered = address;
        turn = 0;
    }

    /**
     * The next address: who answered last, then all in turn. Looking up names blocks, so it is done
     * elsewhere; unresolved when none of the addresses of a name is known.
     */
    CompletableFuture<InetSocketAddress> next() {
        int now = turn++;
        InetSocketAddress first = answered;
        if (origins.stream().noneMatch(InetSocketAddress::isUnresolved)) {
            return CompletableFuture.completedFuture(pick(origins, first, now));
        }
        return CompletableFuture.supplyAsync(() -> pick(resolved(), first, now));
    }

    private static InetSocketAddress pick(
            List<InetSocketAddress> all, InetSocketAddress first, int turn) {
        if (first == null) {
            return all.get(turn % all.size());
        }
        int at = Math.max(0, all.indexOf(first));
        return all.get((at + turn) % all.size());
    }

    private List<InetSocketAddress> resolved() {
        List<InetSocketAddress> all = new ArrayList<>();
        for (InetSocketAddress origin : origins) {
            try {
                for (InetAddress one : InetAddress.getAllByName(origin.getHostString())) {
                    all.add(new InetSocketAddress(one, origin.getPort()));
                }
            } catch (UnknownHostException e) {
                all.add(origin);
            }
        }
        return all;
    }
}
