package io.cumulonimbus.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Arrival;
import io.cumulonimbus.client.Message;
import org.junit.jupiter.api.Test;

/** Groups of a publication that follows another one under the same name. */
class FollowingGroupsTest {
    private static final long LAST = 2L << 32 | 7;
    private static final Message KEY = Stage.hex("17010000000000000165");
    private static final Message DELTA = Stage.hex("27010000000000000141");
    private static final Message SOUND = Stage.hex("af0121");

    private static long group(long breaks, long number) {
        return breaks << 32 | number;
    }

    private static long key(Ingress ingress, int timestamp) {
        return ingress.video(timestamp, KEY, 0).orElseThrow().group();
    }

    @Test
    void theyAreTheNextOnesBehindABreak() {
        Ingress ingress = new Ingress(5);
        ingress.goesOnBehind(LAST);
        assertThat(ingress.audio(0, SOUND, 0).group()).isEqualTo(group(3, 8));
        assertThat(key(ingress, 2_000)).isEqualTo(group(3, 9));
        assertThat(ingress.video(2_040, DELTA, 0).orElseThrow().group()).isEqualTo(group(3, 9));
        assertThat(key(ingress, 4_000)).isEqualTo(group(3, 10));
    }

    @Test
    void whereNothingWasBeforeTheyAreTheFirst() {
        Ingress ingress = new Ingress(5);
        ingress.goesOnBehind(0);
        assertThat(key(ingress, 0)).isEqualTo(group(0, 1));
        assertThat(ingress.shift()).isZero();
    }

    /** An edge goes on counting on the same stream of a client. */
    @Test
    void whatWasCountedElsewhereIsShiftedFromItsFirstGroupOn() {
        Ingress ingress = new Ingress(5);
        ingress.goesOnBehind(LAST);
        Arrival within = new Arrival(0, 40, group(1, 20), false, false);
        Arrival opening = new Arrival(0, 41, group(1, 21), true, false);
        assertThat(ingress.audio(0, SOUND, within).group()).isZero();
        assertThat(ingress.audio(0, SOUND, within).opens()).isFalse();
        MediaFrame first = ingress.video(10, KEY, opening).orElseThrow();
        assertThat(first.group()).isEqualTo(group(3, 8));
        assertThat(first.opens()).isTrue();
        Arrival later = new Arrival(0, 90, group(2, 23), true, false);
        assertThat(ingress.video(9_000, KEY, later).orElseThrow().group()).isEqualTo(group(4, 10));
    }

    @Test
    void whereItMovesToItGoesOnAsItWas() {
        Ingress there = new Ingress(5);
        there.goesOnBehind(LAST);
        Arrival opening = new Arrival(0, 1, group(0, 1), true, false);
        there.video(0, KEY, opening);
        Ingress here = new Ingress(5, 1, there.shift());
        Arrival later = new Arrival(0, 90, group(0, 6), true, false);
        assertThat(here.video(9_000, KEY, later).orElseThrow().group()).isEqualTo(group(3, 13));
    }
}
