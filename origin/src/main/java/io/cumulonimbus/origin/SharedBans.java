package io.cumulonimbus.origin;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.Nodes;
import io.cumulonimbus.origin.disk.DiskProxy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * The bans of all origins of a cluster: what one bans, the others ban too, those that come later as
 * well; as long as one of them lives. Any thread.
 */
final class SharedBans {
    /** Maps of scripts have a colon in their names. */
    private static final String MAP = "bans";

    private static final byte[] BANNED = {1};

    private final Directory directory;
    private final Bans bans;
    private final Loop loop;

    /**
     * Begins to follow the others.
     *
     * @param loop where their bans arrive
     */
    SharedBans(Directory directory, Bans bans, Loop loop) {
        this.directory = directory;
        this.bans = bans;
        this.loop = loop;
        directory
                .maps()
                .listen(MAP, loop, (address, before, now) -> heard(address, now.isPresent()));
        directory
                .maps()
                .entries(
                        MAP,
                        loop,
                        there ->
                                there.value()
                                        .ifPresent(
                                                all -> all.keySet().forEach(a -> heard(a, true))));
        directory
                .nodes()
                .listen(
                        loop,
                        new Nodes.Listener() {
                            @Override
                            public void merged() {
                                unite();
                            }
                        });
    }

    /** Nothing was heard of the bans of those that were lost for a while, nor they of ours. */
    private void unite() {
        directory.maps().entries(MAP, loop, there -> there.value().ifPresent(this::unite));
    }

    private void unite(Map<String, byte[]> there) {
        for (InetAddress ours : all()) {
            if (!there.containsKey(ours.getHostAddress())) {
                set(ours, true);
            }
        }
        there.keySet().forEach(address -> heard(address, true));
    }

    /**
     * The same with those that were kept over a restart, which others hear of again. Blocks.
     *
     * @param home where they are kept
     */
    static SharedBans kept(Directory directory, Bans bans, Loop loop, Path home, DiskProxy disk) {
        BanFile file = new BanFile(home.resolve("bans.txt"), disk, bans);
        SharedBans shared = new SharedBans(directory, bans, loop);
        file.read().forEach(address -> shared.set(address, true));
        bans.onChange(file::changed);
        return shared;
    }

    /** All of them, in no order. */
    Set<InetAddress> all() {
        return bans.all();
    }

    /** Bans an address, or does not any more: here at once, at the others soon. */
    void set(InetAddress address, boolean banned) {
        bans.set(address, banned);
        String key = address.getHostAddress();
        if (banned && bans.test(address)) {
            directory.maps().put(MAP, key, BANNED, loop, before -> {});
        } else if (!banned) {
            directory.maps().remove(MAP, key, loop, before -> {});
        }
    }

    private void heard(String address, boolean banned) {
        try {
            bans.set(InetAddress.getByName(address), banned);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
