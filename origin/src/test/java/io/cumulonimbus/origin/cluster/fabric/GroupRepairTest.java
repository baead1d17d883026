package io.cumulonimbus.origin.cluster.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.net.loop.ManualLoop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.GroupMembers;
import io.cumulonimbus.origin.cluster.NodeId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What nodes find out that was not told them of groups. */
class GroupRepairTest {
    private static final long SECOND_NS = 1_000_000_000L;

    private final ManualLoop loop = new ManualLoop();
    private final LocalCluster cluster = LocalCluster.shared();
    private final Directory a = cluster.join("a", loop);
    private final Directory b = cluster.join("b", loop);
    private final List<String> heard = new ArrayList<>();
    private final byte[] group = id(7);

    private static byte[] id(int number) {
        return ByteBuffer.allocate(32).putInt(number).array();
    }

    private void watch() {
        a.groups()
                .watch(
                        group,
                        loop,
                        new GroupMembers.Listener() {
                            @Override
                            public void joined(byte[] peer, NodeId at) {
                                heard.add(at.name() + "+" + ByteBuffer.wrap(peer).getInt());
                            }

                            @Override
                            public void left(byte[] peer, NodeId at) {
                                heard.add(at.name() + "-" + ByteBuffer.wrap(peer).getInt());
                            }
                        });
        loop.run();
    }

    /** As if a node had not heard that this one has left. */
    private void unhear(int peer) {
        byte[] pair = ByteBuffer.allocate(64).put(group).put(id(peer)).array();
        b.post().send(a.self(), ".group+", pair);
        loop.run();
        heard.clear();
    }

    @Test
    void aLeaveThatWasLostIsFoundAlsoIfItWasThatOfTheLastMember() {
        watch();
        b.groups().join(group, id(1));
        b.groups().leave(group, id(1));
        loop.run();
        assertThat(heard).containsExactly("b+1", "b-1");
        unhear(1);
        loop.advance(16 * SECOND_NS);
        assertThat(heard).containsExactly("b-1");
    }

    @Test
    void aMemberThatComesBackStays() {
        watch();
        b.groups().join(group, id(1));
        b.groups().leave(group, id(1));
        loop.run();
        loop.advance(6 * SECOND_NS);
        b.groups().join(group, id(2));
        loop.run();
        heard.clear();
        loop.advance(60 * SECOND_NS);
        assertThat(heard).isEmpty();
        b.groups().leave(group, id(2));
        loop.run();
        unhear(2);
        loop.advance(16 * SECOND_NS);
        assertThat(heard).containsExactly("b-2");
    }
}
