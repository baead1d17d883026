package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.StreamListener;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** What a load counts, from messages whose number and age are known. */
class LoadTallyTest {
    private final LoadTally tally = new LoadTally(new LoadSilences(0));
    private final StreamListener stream = tally.stream();

    @Test
    void percentilesAreThoseOfTheAges() {
        tally.measure(true);
        for (int i = 0; i < 1000; i++) {
            receive(stream, MediaKind.VIDEO, i, 10L * (i + 1));
        }
        Histogram latencies = tally.latencyUs();
        assertThat(latencies.getTotalCount()).isEqualTo(1000);
        // The ages are 10 ms to 10 s, and what a slow machine adds between two lines here.
        assertThat(latencies.getValueAtPercentile(50)).isBetween(4_990_000L, 7_000_000L);
        assertThat(latencies.getValueAtPercentile(90)).isBetween(8_990_000L, 11_000_000L);
        assertThat(latencies.getValueAtPercentile(99)).isBetween(9_890_000L, 12_000_000L);
        assertThat(latencies.getMinValue()).isBetween(9_000L, 3_000_000L);
    }

    @Test
    void gapsBetweenNumbersAreMissingAndRepetitionsAreNot() {
        tally.measure(true);
        for (int number : new int[] {5, 6, 9, 9, 8, 10}) {
            receive(stream, MediaKind.AUDIO, number, 1);
        }
        assertThat(tally.missing()).isEqualTo(2);
        assertThat(tally.messages()).isEqualTo(6);
        assertThat(tally.latencyUs().getTotalCount()).isEqualTo(4);
    }

    @Test
    void whatWasToBeDeliveredIsCountedOnceForEachStreamThoughItComesLate() {
        StreamListener other = tally.stream();
        receive(stream, MediaKind.VIDEO, 9, 1);
        tally.expectFrom(numbers(10, 100));
        tally.measure(true);
        receive(stream, MediaKind.VIDEO, 10, 1);
        receive(stream, MediaKind.VIDEO, 10, 1);
        receive(stream, MediaKind.AUDIO, 10, 1);
        receive(stream, MediaKind.AUDIO, 100, 1);
        receive(other, MediaKind.VIDEO, 10, 1);
        tally.measure(false);
        tally.expectUntil(numbers(12, 101));
        receive(other, MediaKind.VIDEO, 11, 1);
        receive(other, MediaKind.VIDEO, 12, 1);
        assertThat(tally.delivered()).isEqualTo(4);
    }

    @Test
    void aStreamHasBegunWhenItHasHadSomethingOfEachKind() {
        Set<MediaKind> both = EnumSet.of(MediaKind.AUDIO, MediaKind.VIDEO);
        receive(stream, MediaKind.AUDIO, 4, 1);
        receive(stream, MediaKind.AUDIO, 5, 1);
        assertThat(tally.begun(both)).isZero();
        assertThat(tally.begun(EnumSet.of(MediaKind.AUDIO))).isOne();
        receive(stream, MediaKind.VIDEO, 9, 1);
        assertThat(tally.begun(both)).isOne();
        assertThat(tally.begun(EnumSet.noneOf(MediaKind.class))).isPositive();
    }

    @Test
    void messagesWithoutStampsCountAsMessagesOnly() {
        tally.measure(true);
        stream.onMessage(MediaKind.DATA, 0, Message.of(new byte[100]));
        assertThat(tally.messages()).isOne();
        assertThat(tally.bytes()).isEqualTo(100);
        assertThat(tally.latencyUs().getTotalCount()).isZero();
    }

    private static long[] numbers(long video, long audio) {
        long[] numbers = new long[MediaKind.values().length];
        numbers[MediaKind.VIDEO.ordinal()] = video;
        numbers[MediaKind.AUDIO.ordinal()] = audio;
        return numbers;
    }

    private static void receive(StreamListener to, MediaKind kind, long number, long ageMs) {
        long sentNs = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(ageMs);
        to.onMessage(kind, 0, Message.of(new Stamp(number, sentNs).behind(new byte[50])));
    }
}
