package io.cumulonimbus.origin;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.net.loop.Loop;
import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * Addresses whose packets are ignored, up to 10,000 of them, and whose clients are put out. Any
 * thread; asked for every packet.
 */
final class Bans implements Predicate<InetAddress> {
    /** So many at most. */
    static final int MOST = 10_000;

    private final AtomicReference<Set<InetAddress>> banned = new AtomicReference<>(Set.of());

    /** Bounded by the number of loops. */
    private final List<Runnable> expulsions = new CopyOnWriteArrayList<>();

    @Override
    public boolean test(InetAddress address) {
        Set<InetAddress> now = banned.get();
        return !now.isEmpty() && now.contains(address);
    }

    private volatile Runnable changed = () -> {};

    /** Keeps those who are banned from the clients of one loop; for as long as this exists. */
    ClientAcceptor guard(Loop loop, ClientAcceptor acceptor) {
        DoorkeeperProxy keeper = new DoorkeeperProxy(loop, this, acceptor);
        expulsions.add(keeper::expel);
        return keeper;
    }

    /** All of them, in no order. */
    Set<InetAddress> all() {
        return banned.get();
    }

    /** Calls this, on the thread that did it, whenever something changed. */
    void onChange(Runnable listener) {
        changed = listener;
    }

    void set(InetAddress address, boolean wanted) {
        if (test(address) == wanted) {
            return;
        }
        banned.updateAndGet(
                before -> {
                    Set<InetAddress> after = new HashSet<>(before);
                    if (wanted && after.size() < MOST) {
                        after.add(address);
                    } else if (!wanted) {
                        after.remove(address);
                    }
                    return Set.copyOf(after);
                });
        changed.run();
        if (wanted) {
            expulsions.forEach(Runnable::run);
        }
    }
}
