package io.cumulonimbus.net.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LimitsTest extends LimitsStage {
    @Test
    void anAddressHasAsManyConnectionsAsItMayAndOthersHaveTheirOwn() {
        Limits limits = limits(connections(2), Quota.NONE);
        Allowance first = limits.allowance(at("192.0.2.1"), loop);
        Allowance second = limits.allowance(at("192.0.2.1"), loop);

        assertThat(first.isRefused()).isFalse();
        assertThat(second.isRefused()).isFalse();
        assertThat(limits.allowance(at("192.0.2.1"), loop).isRefused()).isTrue();
        assertThat(limits.allowance(at("192.0.2.2"), loop).isRefused()).isFalse();
        assertThat(limits.refused(LimitScope.ADDRESS, LimitKind.CONNECTIONS)).isEqualTo(1);

        first.end();
        first.end();
        assertThat(limits.allowance(at("192.0.2.1"), loop).isRefused()).isFalse();
        assertThat(limits.allowance(at("192.0.2.1"), loop).isRefused()).isTrue();
    }

    @Test
    void addressesOfOneHouseholdAreOne() {
        Limits limits = limits(connections(1), Quota.NONE);
        limits.allowance(at("2001:db8:0:1::1"), loop);

        assertThat(limits.allowance(at("2001:db8:0:1:ffff::2"), loop).isRefused()).isTrue();
        assertThat(limits.allowance(at("2001:db8:0:2::1"), loop).isRefused()).isFalse();
    }

    @Test
    void whoMovesIsCountedWhereItIsAndNeverRefusedForThat() {
        Limits limits = limits(new Quota(1, 0, 0, 2, 0), Quota.NONE);
        Allowance mover = limits.allowance(at("192.0.2.1"), loop);
        Allowance other = limits.allowance(at("192.0.2.2"), loop);
        mover.takeStream();

        mover.moved(at("192.0.2.2"));
        assertThat(limits.allowance(at("192.0.2.1"), loop).isRefused()).isFalse();
        assertThat(other.takeStream()).isTrue();
        assertThat(other.takeStream()).isFalse();
        mover.end();
        assertThat(other.takeStream()).isTrue();
        assertThat(limits.allowance(at("192.0.2.2"), loop).isRefused()).isTrue();
    }

    @Test
    void handshakesAndCallsComeAtTheirRate() {
        Limits limits = limits(new Quota(0, 2, 0, 0, 4), Quota.NONE);
        InetAddress address = at("192.0.2.1").getAddress();
        Allowance client = limits.allowance(at("192.0.2.1"), loop);

        assertThat(taken(10, () -> limits.admits(address))).isEqualTo(2);
        assertThat(taken(10, client::takeCall)).isEqualTo(4);
        loop.advance(SECOND_NS / 2);
        assertThat(taken(10, () -> limits.admits(address))).isEqualTo(1);
        assertThat(taken(10, client::takeCall)).isEqualTo(2);
        loop.advance(10 * SECOND_NS);
        assertThat(taken(10, client::takeCall)).isEqualTo(4);
        assertThat(limits.refused(LimitScope.ADDRESS, LimitKind.HANDSHAKES)).isEqualTo(17);
        assertThat(limits.refused(LimitScope.ADDRESS, LimitKind.CALLS)).isEqualTo(20);
    }

    /** One of something. */
    private interface Taking {
        boolean take();
    }

    private static int taken(int wanted, Taking what) {
        int taken = 0;
        for (int i = 0; i < wanted; i++) {
            taken += what.take() ? 1 : 0;
        }
        return taken;
    }

    @Test
    void onceInFiveSecondsIsOnceEvenOfWhoWaitedForLong() {
        AtomicLong now = new AtomicLong(Long.MAX_VALUE - SECOND_NS);
        Rate rate = new Rate(0.2, SECOND_NS, now.get());

        assertThat(taken(3, () -> rate.take(now.get()))).isEqualTo(1);
        now.addAndGet(60 * SECOND_NS); // the clock may have any value
        assertThat(taken(3, () -> rate.take(now.get()))).isEqualTo(1);
    }

    @Test
    void whoSendsTooMuchWaitsUntilItIsPaidForAndTheAccountAsWell() {
        Limits limits = limits(new Quota(0, 0, 80, 0, 0), new Quota(0, 0, 8, 0, 0)); // 10, 1 kB/s
        Allowance client = limits.allowance(at("192.0.2.1"), loop);
        List<String> seen = new ArrayList<>();
        Allowance.Flow flow = flow(seen);

        client.received(flow, 20_000);
        assertThat(seen).isEmpty();
        client.received(flow, 10_000);
        client.received(flow, 10_000);
        assertThat(seen).containsExactly("hold");
        loop.advance(2 * SECOND_NS + 1);
        assertThat(seen).containsExactly("hold", "release");

        assertThat(client.join("anna")).isEmpty();
        loop.advance(10 * SECOND_NS);
        client.received(flow, 5_000);
        loop.advance(2 * SECOND_NS);
        assertThat(seen).containsExactly("hold", "release", "hold");
        loop.advance(2 * SECOND_NS);
        assertThat(seen).containsExactly("hold", "release", "hold", "release");
        assertThat(limits.refused(LimitScope.ADDRESS, LimitKind.BITRATE)).isEqualTo(1);
        assertThat(limits.refused(LimitScope.ACCOUNT, LimitKind.BITRATE)).isEqualTo(1);
    }

    private static Allowance.Flow flow(List<String> seen) {
        return new Allowance.Flow() {
            @Override
            public void hold() {
                seen.add("hold");
            }

            @Override
            public void release() {
                seen.add("release");
            }
        };
    }

    @Test
    void aClientThatEndsWaitsForNothing() {
        Limits limits = limits(new Quota(0, 0, 1, 0, 0), Quota.NONE);
        Allowance client = limits.allowance(at("192.0.2.1"), loop);
        List<String> seen = new ArrayList<>();
        client.received(flow(seen), 1_000_000);
        client.end();
        loop.advance(2 * SECOND_NS);

        assertThat(loop.scheduled()).isZero();
        Allowance again = limits.allowance(at("192.0.2.1"), loop);
        again.received(flow(seen), 1);
        assertThat(seen).containsExactly("hold", "release", "hold");
    }

    @Test
    void whoHasNothingIsForgotten() {
        Limits limits = limits(new Quota(1, 10, 0, 0, 0), Quota.NONE);
        for (int i = 0; i < 100_000; i++) {
            limits.admits(
                    at("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255)).getAddress());
            loop.advance(SECOND_NS / 1000);
        }
        assertThat(limits.addresses()).isLessThan(3_000);
        Allowance client = limits.allowance(at("192.0.2.1"), loop);
        int known = limits.addresses();
        client.end();
        assertThat(limits.addresses()).isEqualTo(known - 1);
    }

    @Test
    void manyThreadsHaveNoMoreThanOne() throws Exception {
        Limits limits = new Limits(connections(100), Quota.NONE, () -> 0);
        AtomicInteger taken = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            Runnable work =
                    () -> {
                        for (int i = 0; i < 1_000; i++) {
                            Allowance one = limits.allowance(at("192.0.2.1"), loop);
                            taken.addAndGet(one.isRefused() ? 0 : 1);
                        }
                    };
            threads.add(Thread.ofPlatform().start(work));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(taken).hasValue(100);
    }

    @Test
    void nobodyIsLimitedUnlessTold() {
        Allowance client = Limits.NONE.allowance(at("192.0.2.1"), loop);
        List<String> seen = new ArrayList<>();
        client.received(flow(seen), Integer.MAX_VALUE);

        assertThat(client.isRefused()).isFalse();
        assertThat(client.join("anna")).isEmpty();
        assertThat(taken(10_000, client::takeCall)).isEqualTo(10_000);
        assertThat(taken(10_000, client::takeStream)).isEqualTo(10_000);
        assertThat(Limits.NONE.addresses()).isZero();
        assertThat(seen).isEmpty();
    }
}
