package io.cumulonimbus.rtmfp.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is remembered of hellos until their keying. */
class HelloHintsTest {
    private final HelloHints hints = new HelloHints(new Random(7));

    private static InetSocketAddress from(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    @Test
    void whoComesAtOnceWithHundredsOfOthersIsRemembered() {
        for (int port = 20_000; port < 20_500; port++) {
            hints.put(from(port), "rtmfp://localhost/" + port);
        }
        for (int port = 20_000; port < 20_500; port++) {
            assertThat(hints.take(from(port))).isEqualTo("rtmfp://localhost/" + port);
        }
    }

    @Test
    void theLastWishCountsAndIsToldOnce() {
        hints.put(from(1), "a");
        hints.put(from(1), "b");

        assertThat(hints.take(from(1))).isEqualTo("b");
        assertThat(hints.take(from(1))).isEmpty();
        assertThat(hints.take(from(2))).isEmpty();
    }

    @Test
    void ofMoreThanThereIsRoomForTheOldestAreForgotten() {
        IntStream.range(1, 65_000).forEach(port -> hints.put(from(port), "rtmfp://localhost/live"));

        assertThat(hints.take(from(64_999))).isNotEmpty();
        long kept =
                IntStream.range(1, 64_999)
                        .filter(port -> !hints.take(from(port)).isEmpty())
                        .count();
        assertThat(kept).isBetween(1L, 4095L);
        assertThat(hints.take(from(1))).isEmpty();
    }

    @Test
    void whatIsTakenLeavesTheOthersOfItsRow() {
        for (int port = 1; port <= 2000; port++) {
            hints.put(from(port), "" + port);
        }
        for (int port = 2; port <= 2000; port += 2) {
            hints.take(from(port));
        }
        long wrong =
                IntStream.rangeClosed(1, 1000)
                        .map(i -> 2 * i - 1)
                        .mapToObj(port -> hints.take(from(port)).equals("" + port))
                        .filter(right -> !right)
                        .count();
        assertThat(wrong).isLessThan(50);
    }
}
