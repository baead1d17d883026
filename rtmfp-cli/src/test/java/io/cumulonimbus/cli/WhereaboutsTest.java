package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.cli.Whereabouts.Translator;
import io.cumulonimbus.rtmfp.packet.Addresses;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What follows from where servers see us. */
class WhereaboutsTest {
    private static final InetSocketAddress HOME = at("192.168.1.2:5000");
    private static final InetSocketAddress SEEN = at("203.0.113.1:6000");

    @Test
    void aServerThatSeesUsWhereWeAreSeesNoTranslator() {
        assertIs(Translator.NONE, HOME, HOME);
        assertIs(Translator.NONE, HOME);
        assertThat(of(HOME, HOME).words()).contains("no translator");
    }

    @Test
    void theSamePortForAllIsAMappingThatOthersCanUse() {
        assertIs(Translator.INDEPENDENT, SEEN, SEEN, SEEN);
        assertThat(of(SEEN, SEEN).words())
                .contains("we are 192.168.1.2:5000", "sees us at 203.0.113.1:6000", "same port");
    }

    @Test
    void anotherPortForOneOfItsAddressesIsASymmetricTranslator() {
        assertIs(Translator.DEPENDENT, SEEN, SEEN, at("203.0.113.1:6001"));
        assertIs(Translator.DEPENDENT, SEEN, at("203.0.113.2:6000"));
        assertIs(Translator.DEPENDENT, HOME, at("203.0.113.2:6000"));
        assertThat(of(SEEN, SEEN, at("203.0.113.1:6001")).words())
                .contains("symmetric", "203.0.113.1:6001");
    }

    @Test
    void oneAddressIsTooFewToKnowATranslatorByIt() {
        assertIs(Translator.UNKNOWN, SEEN);
        assertThat(of(SEEN).words()).contains("no second address");
    }

    @Test
    void aServerThatSaysNothingTellsNothing() {
        Whereabouts none = new Whereabouts(HOME, Optional.empty(), List.of());
        assertThat(none.translator()).isEqualTo(Translator.UNKNOWN);
        assertThat(none.words()).isEqualTo("the server does not say where it sees us");
    }

    @Test
    void addressesOfIpv6AreInBrackets() {
        assertThat(of(at("[2001:db8::1]:7")).words()).contains("[2001:db8:0:0:0:0:0:1]:7");
    }

    private static void assertIs(
            Translator expected, InetSocketAddress seen, InetSocketAddress... elsewhere) {
        assertThat(of(seen, elsewhere).translator()).isEqualTo(expected);
    }

    private static Whereabouts of(InetSocketAddress seen, InetSocketAddress... elsewhere) {
        return new Whereabouts(HOME, Optional.of(seen), Stream.of(elsewhere).toList());
    }

    private static InetSocketAddress at(String text) {
        return Addresses.parse(text).orElseThrow();
    }
}
