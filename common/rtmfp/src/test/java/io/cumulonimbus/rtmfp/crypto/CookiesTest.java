package io.cumulonimbus.rtmfp.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.testkit.SeededTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Cookies prove an address, for a while. */
class CookiesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final InetSocketAddress HERE = address(10, 1935);
    private static final InetSocketAddress OTHER_PORT = address(10, 1936);
    private static final InetSocketAddress OTHER_HOST = address(11, 1935);

    private final byte[] secret = new byte[Cookies.SECRET_LENGTH];
    private final Cookies cookies = new Cookies(secret);

    @SeededTest
    void aCookieIsGoodAtItsAddressForAtLeast95Seconds(RandomGenerator random) {
        long now = random.nextLong(-1L << 60, 1L << 60);
        byte[] cookie = cookies.make(HERE, now);
        assertThat(cookie).hasSize(64);
        for (long age : new long[] {0, 1, 59, 60, 94, 95, 119}) {
            assertThat(cookies.check(cookie, HERE, now + age * SECOND))
                    .isEqualTo(CookieVerdict.VALID);
        }
        assertThat(cookies.check(cookie, HERE, now + Cookies.LIFETIME_NS + SECOND))
                .isEqualTo(CookieVerdict.INVALID);
        assertThat(cookies.check(cookie, HERE, now + 3600 * SECOND))
                .isEqualTo(CookieVerdict.INVALID);
    }

    @Test
    void elsewhereItIsRecognisedAsOurs() {
        byte[] cookie = cookies.make(HERE, 0);
        assertThat(cookies.check(cookie, OTHER_PORT, 0)).isEqualTo(CookieVerdict.OTHER_ADDRESS);
        assertThat(cookies.check(cookie, OTHER_HOST, 0)).isEqualTo(CookieVerdict.OTHER_ADDRESS);
        assertThat(cookies.check(cookie, OTHER_HOST, 121 * SECOND))
                .isEqualTo(CookieVerdict.INVALID);
        byte[] changed = cookies.make(OTHER_PORT, 0);
        assertThat(cookies.check(changed, OTHER_PORT, 0)).isEqualTo(CookieVerdict.VALID);
    }

    @Test
    void aChangedCookieIsNotOurs() {
        byte[] cookie = cookies.make(HERE, 77 * SECOND);
        for (int bit = 0; bit < 8 * cookie.length; bit++) {
            byte[] changed = cookie.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(cookies.check(changed, HERE, 77 * SECOND))
                    .as("bit " + bit)
                    .isEqualTo(CookieVerdict.INVALID);
        }
        for (int length = 0; length < 200; length++) {
            if (length != cookie.length) {
                assertThat(cookies.check(Arrays.copyOf(cookie, length), HERE, 77 * SECOND))
                        .isEqualTo(CookieVerdict.INVALID);
            }
        }
    }

    @Test
    void loopsThatShareASecretTakeEachOthersCookies() {
        byte[] cookie = cookies.make(HERE, 500 * SECOND);
        assertThat(new Cookies(secret).check(cookie, HERE, 501 * SECOND))
                .isEqualTo(CookieVerdict.VALID);
        // another loop may have read the clock a moment earlier
        assertThat(new Cookies(secret).check(cookie, HERE, 500 * SECOND - 1))
                .isEqualTo(CookieVerdict.VALID);
        byte[] other = secret.clone();
        other[0] = 1;
        assertThat(new Cookies(other).check(cookie, HERE, 500 * SECOND))
                .isEqualTo(CookieVerdict.INVALID);
    }

    @Test
    void cookiesFromTheFutureAreNotOurs() {
        byte[] cookie = cookies.make(HERE, 500 * SECOND);
        assertThat(cookies.check(cookie, HERE, 490 * SECOND)).isEqualTo(CookieVerdict.INVALID);
    }

    @Test
    void theKeyChangesEveryMinute() {
        // The parts behind the time differ though only the time does, also across a key change.
        byte[] before = cookies.make(HERE, 59 * SECOND);
        byte[] after = cookies.make(HERE, 61 * SECOND);
        assertThat(Arrays.copyOfRange(before, 8, 64))
                .isNotEqualTo(Arrays.copyOfRange(after, 8, 64));
        assertThat(cookies.check(before, HERE, 170 * SECOND)).isEqualTo(CookieVerdict.VALID);
        assertThat(cookies.check(after, HERE, 170 * SECOND)).isEqualTo(CookieVerdict.VALID);
        assertThat(cookies.check(before, HERE, 60 * SECOND)).isEqualTo(CookieVerdict.VALID);
    }

    @SeededTest
    void randomBytesAreNotOurs(RandomGenerator random) {
        byte[] cookie = new byte[64];
        random.nextBytes(cookie);
        assertThat(Cookies.of(random).check(cookie, HERE, random.nextLong()))
                .isEqualTo(CookieVerdict.INVALID);
    }

    private static InetSocketAddress address(int last, int port) {
        try {
            byte[] host = {127, 0, 0, (byte) last};
            return new InetSocketAddress(InetAddress.getByAddress(host), port);
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
