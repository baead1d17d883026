package io.cumulonimbus.origin;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** Addresses whose packets are ignored. Any thread; asked for every packet. */
final class Bans implements Predicate<InetAddress> {
    private final AtomicReference<Set<InetAddress>> banned = new AtomicReference<>(Set.of());

    @Override
    public boolean test(InetAddress address) {
        Set<InetAddress> now = banned.get();
        return !now.isEmpty() && now.contains(address);
    }

    void set(InetAddress address, boolean wanted) {
        banned.updateAndGet(
                before -> {
                    Set<InetAddress> after = new HashSet<>(before);
                    if (wanted) {
                        after.add(address);
                    } else {
                        after.remove(address);
                    }
                    return Set.copyOf(after);
                });
    }
}
