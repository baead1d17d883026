package io.cumulonimbus.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.net.loop.ManualLoop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.fabric.FabricDirectory;
import io.cumulonimbus.origin.cluster.fabric.LocalCluster;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** What one origin bans, all ban. */
class SharedBansTest {
    private final ManualLoop loop = new ManualLoop();
    private final LocalCluster cluster = LocalCluster.shared();

    private SharedBans follow(String name, Bans bans) {
        Directory directory = cluster.join(name, loop);
        SharedBans shared = new SharedBans(directory, bans, loop);
        loop.run();
        return shared;
    }

    @Test
    void bansReachOriginsThatAreThereAndThoseThatCome() throws Exception {
        InetAddress bad = InetAddress.getByName("192.0.2.7");
        InetAddress worse = InetAddress.getByName("2001:db8::1");
        Bans ours = new Bans();
        Bans theirs = new Bans();
        SharedBans here = follow("here", ours);
        SharedBans there = follow("there", theirs);
        here.set(bad, true);
        here.set(worse, true);
        assertThat(ours.test(bad)).isTrue();
        loop.run();
        assertThat(theirs.test(bad)).isTrue();
        assertThat(theirs.test(worse)).isTrue();
        there.set(bad, false);
        loop.run();
        assertThat(ours.test(bad)).isFalse();
        Bans late = new Bans();
        follow("late", late);
        assertThat(late.test(worse)).isTrue();
        assertThat(late.test(bad)).isFalse();
    }

    @Test
    void whatWasBannedWhileOriginsDidNotSeeEachOtherHoldsForAllAfterwards() throws Exception {
        InetAddress ours = InetAddress.getByName("192.0.2.7");
        InetAddress theirs = InetAddress.getByName("192.0.2.8");
        Bans here = new Bans();
        Bans there = new Bans();
        Directory one = cluster.join("here", loop);
        SharedBans alone = new SharedBans(one, here, loop);
        follow("there", there).set(theirs, true);
        loop.run();
        // What a merge leaves: their entry, of which nothing was heard here, and none of ours.
        here.set(theirs, false);
        here.set(ours, true);
        ((FabricDirectory) one).onShaken(true);
        loop.run();
        assertThat(alone.all()).containsExactlyInAnyOrder(ours, theirs);
        assertThat(there.all()).containsExactlyInAnyOrder(ours, theirs);
    }
}
