package io.cumulonimbus.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GroupsTest {
    private final Groups groups = new Groups();

    private boolean key(int timestamp) {
        return next(true, FrameRole.KEY_FRAME, timestamp, "");
    }

    private boolean picture(int timestamp) {
        return next(true, FrameRole.FRAME, timestamp, "");
    }

    private boolean sound(int timestamp) {
        return next(false, FrameRole.FRAME, timestamp, "");
    }

    private boolean next(boolean video, FrameRole role, int timestamp, String body) {
        return groups.next(video, new MediaTag(role, 0), timestamp, Stage.hex(body));
    }

    private void header(boolean video, String body) {
        assertThat(next(video, FrameRole.CODEC_HEADER, 0, body)).isFalse();
    }

    private long breaks() {
        return Groups.breaks(groups.present());
    }

    @Test
    void aGroupBeginsAtEachKeyFrame() {
        header(true, "00");
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
        header(false, "00");
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

    @Test
    void anotherCodecHeaderIsABreakAtTheNextGroup() {
        header(true, "1700");
        header(false, "af00");
        key(0);
        header(true, "1700");
        header(false, "af00");
        key(1_000);
        assertThat(breaks()).as("the same headers again").isZero();
        header(true, "9000");
        header(false, "af01");
        picture(1_040);
        assertThat(breaks()).isZero();
        key(2_000);
        assertThat(breaks()).as("both at once").isEqualTo(1);
        assertThat(Groups.number(groups.present())).isEqualTo(3);
        key(3_000);
        assertThat(breaks()).isEqualTo(1);
    }

    @Test
    void aKindThatIsNewIsABreak() {
        header(true, "1700");
        key(0);
        header(false, "af00");
        key(1_000);
        assertThat(breaks()).isEqualTo(1);
    }

    @Test
    void otherTracksAreNone() {
        key(0);
        groups.next(true, new MediaTag(FrameRole.CODEC_HEADER, 2), 0, Stage.hex("9600"));
        groups.next(true, new MediaTag(FrameRole.CODEC_HEADER, MediaTag.EXTRA), 0, Stage.hex("94"));
        key(1_000);
        assertThat(breaks()).isZero();
    }

    @Test
    void aClockThatJumpsIsABreak() {
        key(100_000);
        sound(5_000); // does not lead
        key(99_100);
        assertThat(breaks()).as("a little disorder").isZero();
        key(0);
        sound(10);
        assertThat(breaks()).as("back").isEqualTo(1);
        key(12_000);
        assertThat(breaks()).as("a pause").isEqualTo(1);
        key(24_001);
        assertThat(breaks()).as("far ahead").isEqualTo(2);
        assertThat(Groups.number(groups.present())).isEqualTo(5);
    }
}
