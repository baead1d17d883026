package io.cumulonimbus.origin.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GroupTest {
    private final SplittableRandom random = new SplittableRandom(7);
    private final Group group = new Group();
    private final Map<PeerId, Member> present = new HashMap<>();
    private final List<Member> order = new ArrayList<>();
    private int made;
    private int mostAtOnce;

    /** A member that connects to whom it is told of, as clients do; connections have two ends. */
    private final class Member {
        final PeerId id;
        final Membership membership;
        final Set<PeerId> connected = new HashSet<>();
        int notices;

        Member(PeerId id) {
            this.id = id;
            this.membership = new Membership(id, this::told);
        }

        void told(List<PeerId> others) {
            notices += others.size();
            mostAtOnce = Math.max(mostAtOnce, others.size());
            for (PeerId other : others) {
                assertThat(other).isNotEqualTo(id);
                assertThat(present).containsKey(other);
                connected.add(other);
                present.get(other).connected.add(id);
            }
        }
    }

    @Test
    void theFirstMemberIsToldOfNobody() {
        assertThat(join().notices).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 7})
    void inASmallGroupEverybodyKnowsEverybody(int size) {
        join(size);
        assertThat(order).allMatch(member -> member.connected.size() == size - 1);
        leave(order.get(0));
        assertThat(order).allMatch(member -> member.connected.size() == size - 2);
    }

    @Test
    void aNewcomerIsToldOfItsNeighboursAndOneMore() {
        join(100);
        Member newcomer = join();
        List<PeerId> ring = ring();
        int at = ring.indexOf(newcomer.id);
        assertThat(newcomer.notices).isEqualTo(7);
        for (int i = -3; i <= 3; i++) {
            if (i != 0) {
                PeerId neighbour = ring.get(Math.floorMod(at + i, ring.size()));
                assertThat(newcomer.connected).contains(neighbour);
            }
        }
    }

    @Test
    void nobodyIsToldOfSomebodyTwiceWhenMembersLeaveASmallGroup() {
        join(6);
        int before = order.stream().mapToInt(member -> member.notices).sum();
        leave(order.get(2));
        assertThat(order.stream().mapToInt(member -> member.notices).sum()).isLessThan(before + 1);
    }

    @ParameterizedTest
    @CsvSource({"500, 400", "5000, 4000"})
    void theGroupStaysWholeHoweverItsMembersComeAndGo(int size, int leaving) {
        join(size);
        assertWhole();
        for (int i = 0; i < leaving; i++) {
            leave(order.get(random.nextInt(order.size())));
        }
        assertWhole();
        for (int i = 0; i < size; i++) {
            if (random.nextBoolean()) {
                join();
            } else {
                leave(order.get(random.nextInt(order.size())));
            }
        }
        assertWhole();
        // At a time 7 at most; over all its life, what came and went right beside it.
        assertThat(mostAtOnce).isEqualTo(7);
        assertThat(group.size()).isEqualTo(order.size());
    }

    @Test
    void nobodyKeepsTooManyConnectionsWhereNobodyLeaves() {
        join(5000);
        // Each member stays connected with those that others came between, too: about 6 ln N.
        double average =
                order.stream().mapToInt(member -> member.connected.size()).average().orElseThrow();
        int most = order.stream().mapToInt(member -> member.connected.size()).max().orElseThrow();
        assertThat(average).isLessThan(16);
        assertThat(most).isLessThan(80);
    }

    @Test
    void whoJoinsAgainIsAMemberOnce() {
        join(10);
        Member first = order.get(0);
        Member again = new Member(first.id);
        present.put(again.id, again);
        order.set(0, again);
        group.join(again.membership, random);
        assertThat(group.size()).isEqualTo(10);
        assertThat(again.connected).hasSize(7);

        group.leave(first.membership);
        assertThat(group.has(again.membership)).isTrue();
        group.leave(again.membership);
        group.leave(again.membership);
        assertThat(group.size()).isEqualTo(9);
    }

    private void assertWhole() {
        List<PeerId> ring = ring();
        for (int at = 0; at < ring.size(); at++) {
            Collection<PeerId> connected = present.get(ring.get(at)).connected;
            for (int i = 1; i <= Group.SIDE; i++) {
                assertThat(connected).contains(ring.get((at + i) % ring.size()));
            }
        }
        assertThat(reachable()).hasSize(order.size());
    }

    private Set<PeerId> reachable() {
        Set<PeerId> seen = new HashSet<>();
        Deque<PeerId> next = new ArrayDeque<>(List.of(order.get(0).id));
        while (!next.isEmpty()) {
            PeerId id = next.poll();
            if (seen.add(id)) {
                next.addAll(present.get(id).connected);
            }
        }
        return seen;
    }

    /** Everybody in the order of the ring, worked out anew. */
    private List<PeerId> ring() {
        return order.stream()
                .map(member -> member.id)
                .sorted(
                        Comparator.comparing(
                                id -> Sha256.of(new byte[] {0x21, 0x0f}, id.bytes()),
                                Arrays::compareUnsigned))
                .toList();
    }

    private void join(int count) {
        for (int i = 0; i < count; i++) {
            join();
        }
    }

    private Member join() {
        Member member = new Member(new PeerId(ByteBuffer.allocate(32).putInt(++made).array()));
        present.put(member.id, member);
        order.add(member);
        group.join(member.membership, random);
        return member;
    }

    private void leave(Member member) {
        present.remove(member.id);
        order.remove(member);
        member.connected.forEach(other -> present.get(other).connected.remove(member.id));
        group.leave(member.membership);
    }
}
