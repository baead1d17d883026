package io.cumulonimbus.origin.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.net.loop.ManualLoop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.fabric.PartedCluster;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A group whose members are at four origins. */
class NodeGroupTest {
    private static final int ORIGINS = 4;
    private static final long SECONDS_NS = 10_000_000_000L;
    private static final GroupId GROUP = new GroupId(new byte[32]);

    private final SplittableRandom random = new SplittableRandom(11);
    private final ManualLoop loop = new ManualLoop();
    private final PartedCluster cluster = new PartedCluster();
    private final List<Directory> directories = new ArrayList<>();
    private final List<GroupRegister> registers = new ArrayList<>();
    private final Map<PeerId, Member> present = new HashMap<>();
    private final List<Member> order = new ArrayList<>();
    private int made;

    NodeGroupTest() {
        for (int i = 0; i < ORIGINS; i++) {
            origin();
        }
    }

    private void origin() {
        Directory directory = cluster.join("origin", loop);
        directories.add(directory);
        registers.add(new GroupRegister(random, loop, Optional.of(directory)));
        loop.run();
    }

    /** A member that connects to whom it is told of, if that one is there still. */
    private final class Member {
        final PeerId id;
        final int origin;
        final Membership membership;
        final Set<PeerId> connected = new HashSet<>();

        Member(PeerId id, int origin) {
            this.id = id;
            this.origin = origin;
            this.membership = new Membership(id, this::told);
        }

        void told(List<PeerId> others) {
            for (PeerId other : others) {
                assertThat(other).isNotEqualTo(id);
                Member there = present.get(other);
                if (there != null) {
                    connected.add(other);
                    there.connected.add(id);
                }
            }
        }
    }

    private Member join(int origin) {
        Member member =
                new Member(new PeerId(ByteBuffer.allocate(32).putInt(++made).array()), origin);
        present.put(member.id, member);
        order.add(member);
        registers.get(origin).join(GROUP, member.membership);
        return member;
    }

    private void leave(Member member) {
        gone(member);
        registers.get(member.origin).leave(GROUP, member.membership);
    }

    private void gone(Member member) {
        present.remove(member.id);
        order.remove(member);
        member.connected.forEach(
                other ->
                        Optional.ofNullable(present.get(other))
                                .ifPresent(there -> there.connected.remove(member.id)));
    }

    private Member any() {
        return order.get(random.nextInt(order.size()));
    }

    private void assertWhole() {
        loop.run();
        Set<PeerId> seen = new HashSet<>();
        Deque<PeerId> next = new ArrayDeque<>(List.of(order.get(0).id));
        while (!next.isEmpty()) {
            PeerId id = next.poll();
            if (seen.add(id)) {
                next.addAll(present.get(id).connected);
            }
        }
        assertThat(seen).hasSize(order.size());
    }

    @Test
    void twoAtTwoOriginsAreToldOfEachOther() {
        Member one = join(0);
        loop.run();
        Member other = join(1);
        loop.run();
        assertThat(one.connected).containsExactly(other.id);
        leave(one);
        loop.run();
        Member third = join(2);
        loop.run();
        assertThat(third.connected).containsExactly(other.id);
    }

    @Test
    void aNewcomerAtAnOriginOfItsOwnIsToldOfNeighboursAndOneMore() {
        for (int i = 0; i < 100; i++) {
            join(i % 3);
        }
        loop.run();
        Member newcomer = join(3);
        loop.run();
        assertThat(newcomer.connected).hasSize(7);
    }

    @Test
    void theGroupStaysWholeHoweverFiveThousandComeAndGoAtAllOrigins() {
        for (int i = 0; i < 5000; i++) {
            join(random.nextInt(ORIGINS));
            if (random.nextInt(10) == 0) {
                loop.run();
            }
        }
        assertWhole();
        for (int i = 0; i < 4000; i++) {
            if (random.nextInt(3) == 0) {
                join(random.nextInt(ORIGINS));
            } else {
                leave(any());
            }
            if (random.nextInt(10) == 0) {
                loop.run();
            }
        }
        assertWhole();
    }

    @Test
    void theGroupIsMendedWhenAnOriginDiesWithItsMembers() {
        for (int i = 0; i < 400; i++) {
            join(i % ORIGINS);
        }
        assertWhole();
        cluster.kill(directories.get(1).self());
        List.copyOf(order).stream().filter(member -> member.origin == 1).forEach(this::gone);
        assertWhole();
        assertThat(order).hasSize(300);
    }

    @Test
    void twoHalvesOfTheGroupAreOneAgainWhenTheOriginsAre() {
        for (int i = 0; i < 400; i++) {
            join(i % ORIGINS);
        }
        assertWhole();
        cluster.part(directories.get(2).self(), directories.get(3).self());
        loop.run();
        for (Member member : order) {
            member.connected.removeIf(other -> present.get(other).origin / 2 != member.origin / 2);
        }
        for (int i = 0; i < 100; i++) {
            leave(any());
        }
        for (int i = 0; i < 100; i++) {
            Member newcomer = join(i % ORIGINS);
            loop.run();
            assertThat(newcomer.connected)
                    .isNotEmpty()
                    .allMatch(other -> present.get(other).origin / 2 == newcomer.origin / 2);
        }
        cluster.heal();
        loop.advance(SECONDS_NS);
        assertWhole();
        Set<PeerId> told = Set.copyOf(join(0).connected);
        for (int i = 0; i < 20; i++) {
            told = new HashSet<>(told);
            told.addAll(join(i % ORIGINS).connected);
        }
        assertThat(told).extracting(id -> present.get(id).origin / 2).contains(0, 1);
        for (int i = 0; i < 200; i++) {
            leave(any());
        }
        assertWhole();
    }

    @Test
    void whoMovesToAnotherOriginStaysAMember() {
        for (int i = 0; i < 20; i++) {
            join(i % 2);
        }
        loop.run();
        Member before = any();
        Member after = new Member(before.id, 3);
        registers.get(3).join(GROUP, after.membership);
        present.put(after.id, after);
        order.set(order.indexOf(before), after);
        loop.run();
        registers.get(before.origin).leave(GROUP, before.membership);
        loop.run();
        assertThat(after.connected).isNotEmpty();
        Member last = join(2);
        loop.run();
        for (int i = 0; i < 10; i++) {
            leave(order.get(0));
            loop.run();
        }
        assertWhole();
        assertThat(present).containsKey(last.id);
    }
}
