package io.cumulonimbus.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GroupsTest {
    private final Groups groups = new Groups();

    private boolean key(int timestamp) {
        return groups.next(true, FrameRole.KEY_FRAME, timestamp);
    }

    private boolean picture(int timestamp) {
        return groups.next(true, FrameRole.FRAME, timestamp);
    }

    private boolean sound(int timestamp) {
        return groups.next(false, FrameRole.FRAME, timestamp);
    }

    @Test
    void aGroupBeginsAtEachKeyFrame() {
        groups.next(true, FrameRole.CODEC_HEADER, 0);
        assertThat(sound(0)).isFalse();
        assertThat(picture(10)).isFalse();
        assertThat(groups.present()).isZero();
        assertThat(key(20)).isTrue();
        assertThat(picture(500)).isFalse();
        assertThat(sound(1_900)).isFalse();
        assertThat(groups.present()).isEqualTo(1);
        assertThat(key(2_020)).isTrue();
        assertThat(groups.present()).isEqualTo(2);
    }

    @Test
    void keyFramesThatFollowEachOtherSoonAreOneGroup() {
        assertThat(key(0)).isTrue();
        assertThat(key(40)).isFalse();
        assertThat(key(899)).isFalse();
        assertThat(key(900)).isTrue();
    }

    @Test
    void soundAloneIsCutByTime() {
        assertThat(groups.next(false, FrameRole.CODEC_HEADER, 0)).isFalse();
        assertThat(sound(0)).isTrue();
        assertThat(sound(1_799)).isFalse();
        assertThat(sound(1_800)).isTrue();
        assertThat(key(1_810)).as("the picture comes after all").isTrue();
        assertThat(sound(4_000)).isFalse();
    }

    @Test
    void soundGoesOnWhenPicturesCeased() {
        key(0);
        picture(3_000);
        assertThat(sound(15_000)).isFalse();
        assertThat(sound(15_001)).isTrue();
        assertThat(key(15_002)).isTrue();
    }

    @Test
    void timesMayWrapAndJump() {
        assertThat(key(Integer.MAX_VALUE - 500)).isTrue();
        assertThat(key(Integer.MAX_VALUE)).isFalse();
        assertThat(key(Integer.MAX_VALUE - 500 + 900)).as("beyond the wrap").isTrue();
        assertThat(key(5)).as("a clock that began anew").isTrue();
    }
}
