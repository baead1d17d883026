package io.cumulonimbus.net.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Limits of servers that tell each other what was had. */
class ClusterLimitsTest extends LimitsStage {
    private static final byte[] GONE = {};

    /** Each tells the others what is new. */
    private static void tell(Limits... servers) {
        for (Limits from : servers) {
            Optional<byte[]> report = from.report(servers.length);
            for (Limits to : servers) {
                if (to != from) {
                    report.ifPresent(
                            bytes -> to.told(String.valueOf(System.identityHashCode(from)), bytes));
                }
            }
        }
    }

    @Test
    void anAddressHasNoMoreConnectionsAtAllServersThanItMay() {
        Limits one = limits(connections(4), Quota.NONE);
        Limits two = limits(connections(4), Quota.NONE);
        Allowance first = one.allowance(at("192.0.2.1"), loop);
        one.allowance(at("192.0.2.1"), loop);
        two.allowance(at("192.0.2.1"), loop);
        tell(one, two);
        assertThat(two.allowance(at("192.0.2.1"), loop).isRefused()).isFalse();
        assertThat(two.allowance(at("192.0.2.1"), loop).isRefused()).isTrue();
        assertThat(two.allowance(at("192.0.2.2"), loop).isRefused()).isFalse();
        tell(one, two);
        assertThat(one.allowance(at("192.0.2.1"), loop).isRefused()).isTrue();
        first.end();
        tell(one, two);
        assertThat(two.allowance(at("192.0.2.1"), loop).isRefused()).isFalse();
    }

    @Test
    void anAccountIsTheSameEverywhereAndHouseholdsAreToo() {
        Limits one = limits(connections(1), connections(1));
        Limits two = limits(connections(1), connections(1));
        assertThat(one.allowance(at("2001:db8:0:1::1"), loop).join(":anna")).isEmpty();
        tell(one, two);
        assertThat(two.allowance(at("2001:db8:0:1::2"), loop).isRefused()).isTrue();
        assertThat(two.allowance(at("192.0.2.2"), loop).join(":anna")).isPresent();
        assertThat(two.allowance(at("192.0.2.3"), loop).join(":berta")).isEmpty();
    }

    @Test
    void streamsAreCountedTogether() {
        Limits one = limits(new Quota(0, 0, 0, 2, 0), Quota.NONE);
        Limits two = limits(new Quota(0, 0, 0, 2, 0), Quota.NONE);
        Allowance here = one.allowance(at("192.0.2.1"), loop);
        Allowance there = two.allowance(at("192.0.2.1"), loop);
        assertThat(here.takeStream()).isTrue();
        tell(one, two);
        assertThat(there.takeStream()).isTrue();
        assertThat(there.takeStream()).isFalse();
        here.returnStream();
        tell(one, two);
        assertThat(there.takeStream()).isTrue();
    }

    @Test
    void whatComesByRatesIsChargedToOthersAMomentLater() {
        Quota calls = new Quota(0, 0, 0, 0, 10);
        Limits one = limits(calls, Quota.NONE);
        Limits two = limits(calls, Quota.NONE);
        Allowance here = one.allowance(at("192.0.2.1"), loop);
        Allowance there = two.allowance(at("192.0.2.1"), loop);
        int had = 0;
        int seconds = 20;
        for (int i = 0; i < seconds * 20; i++) {
            had += here.takeCall() ? 1 : 0;
            had += there.takeCall() ? 1 : 0;
            loop.advance(SECOND_NS / 20);
            if (i % 20 == 19) {
                tell(one, two);
            }
        }
        assertThat(had).isBetween(10 * seconds * 7 / 10, 10 * seconds * 13 / 10);
    }

    @Test
    void whoIsGoneIsNotCountedAnyMore() {
        Limits one = limits(connections(1), Quota.NONE);
        Limits two = limits(connections(1), Quota.NONE);
        one.allowance(at("192.0.2.1"), loop);
        two.told("one", one.report(2).orElseThrow());
        assertThat(two.allowance(at("192.0.2.1"), loop).isRefused()).isTrue();
        two.told("one", GONE);
        assertThat(two.allowance(at("192.0.2.1"), loop).isRefused()).isFalse();
    }

    @Test
    void onlyWhoHasMuchIsToldAndNothingIsToldTwice() {
        Limits limits = limits(connections(100), Quota.NONE);
        List<Allowance> all = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            all.add(limits.allowance(at("192.0.2.1"), loop));
        }
        limits.allowance(at("192.0.2.2"), loop);
        assertThat(limits.report(2)).isEmpty();
        all.add(limits.allowance(at("192.0.2.1"), loop)); // 13 of 100, of which each may have 50
        assertThat(LimitReport.of(limits.report(2).orElseThrow()).addresses()).hasSize(1);
        all.forEach(Allowance::end);
        assertThat(LimitReport.of(limits.report(2).orElseThrow()).isNothing()).isTrue();
        assertThat(limits.report(2)).isEmpty();
    }

    @Test
    void reportsAreBoundedAndBrokenOnesMeanNothing() {
        Limits limits = limits(connections(1), Quota.NONE);
        for (int i = 0; i < LimitReport.MOST + 500; i++) {
            limits.allowance(at("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255)), loop);
        }
        byte[] report = limits.report(2).orElseThrow();
        assertThat(LimitReport.of(report).addresses()).hasSize(LimitReport.MOST);
        assertThat(report.length).isLessThan(300 << 10);
        Limits other = limits(connections(1), Quota.NONE);
        Random random = new Random(58);
        for (int i = 0; i < 2000; i++) {
            byte[] broken = Arrays.copyOf(report, random.nextInt(200));
            for (int j = 0; j < 3 && broken.length > 0; j++) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            }
            other.told("one", broken);
        }
        other.told("one", GONE);
        assertThat(other.allowance(at("10.0.0.1"), loop).isRefused()).isFalse();
    }

    @Test
    void aClientThatTurnsOutToBeOfAnAccountIsCountedThereAndStays() {
        Limits limits = limits(Quota.NONE, new Quota(1, 0, 0, 2, 0));
        Allowance first = limits.allowance(at("192.0.2.1"), loop);
        assertThat(first.join("live")).isEmpty();
        assertThat(first.takeStream()).isTrue();
        assertThat(first.becomes("anna")).isEmpty();
        Allowance second = limits.allowance(at("192.0.2.2"), loop);
        assertThat(second.join("live")).isEmpty(); // the first is there no more
        assertThat(second.becomes("anna")).contains("Too many connections of this account");
        assertThat(second.becomes("berta")).isEmpty();
        assertThat(second.becomes("anna")).isEmpty(); // it is of an account
        assertThat(first.takeStream()).isTrue();
        assertThat(first.takeStream()).isFalse();
        first.end();
        Allowance third = limits.allowance(at("192.0.2.3"), loop);
        assertThat(third.join("live")).isEmpty();
        third.takeStream();
        third.takeStream();
        assertThat(third.becomes("anna")).isEmpty();
        second.end();
        Allowance fourth = limits.allowance(at("192.0.2.3"), loop);
        assertThat(fourth.join("live")).isEmpty();
        assertThat(fourth.becomes("berta")).isEmpty();
    }
}
