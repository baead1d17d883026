package io.cumulonimbus.origin.rendezvous;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.config.PeersConfig.PrivateAddresses;
import io.cumulonimbus.rtmfp.packet.Address;
import io.cumulonimbus.rtmfp.packet.Addresses;
import io.cumulonimbus.rtmfp.packet.Origin;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeerAddressesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "224.0.0.1:1935",
                "239.255.255.250:1900",
                "255.255.255.255:1935",
                "240.0.0.1:1935",
                "0.0.0.0:1935",
                "0.1.2.3:1935",
                "169.254.1.1:1935",
                "10.0.0.1:0",
                "10.0.0.1",
                "[fe80::1]:1935",
                "[ff02::1]:1935",
                "[::]:1935",
                "example.org:1935",
                "",
                "10.0.0.1:99999"
            })
    void whatCannotBeAClientsAddressIsNotKept(String text) {
        assertThat(PeerAddresses.reported(List.of(text))).isEmpty();
    }

    @Test
    void theNumberOfReportedAddressesIsLimited() {
        List<String> many =
                IntStream.range(0, 500).mapToObj(i -> "10.0." + i / 250 + "." + i % 250).toList();
        List<String> texts = new ArrayList<>(many.stream().map(host -> host + ":1").toList());
        texts.addAll(texts);
        assertThat(PeerAddresses.reported(texts)).hasSize(PeerAddresses.MOST_REPORTED);
    }

    @Test
    void repeatedAddressesAreKeptOnce() {
        assertThat(PeerAddresses.reported(List.of("10.0.0.1:1", "10.0.0.1:1"))).hasSize(1);
    }

    /** Who looks, who is looked for and what it reports, what is told to whom. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // apart: nothing private unless the operator wants it
                "NEAR,   1.1.1.1:5, 2.2.2.2:6, 192.168.0.2:7, 2.2.2.2:6",
                "ALWAYS, 1.1.1.1:5, 2.2.2.2:6, 192.168.0.2:7, 2.2.2.2:6 192.168.0.2:7",
                "NEVER,  1.1.1.1:5, 2.2.2.2:6, 192.168.0.2:7, 2.2.2.2:6",
                // behind the same translator
                "NEAR,   2.2.2.2:5, 2.2.2.2:6, 192.168.0.2:7, 2.2.2.2:6 192.168.0.2:7",
                "NEVER,  2.2.2.2:5, 2.2.2.2:6, 192.168.0.2:7, 2.2.2.2:6",
                // in the server's own private network
                "NEAR,   10.0.0.5:5, 10.0.0.6:6, 192.168.0.2:7, 10.0.0.6:6 192.168.0.2:7",
                "NEAR,   10.0.0.5:5, 2.2.2.2:6, 192.168.0.2:7, 2.2.2.2:6",
                // other kinds of private addresses
                "NEAR,   1.1.1.1:5, 2.2.2.2:6, 100.64.1.1:7, 2.2.2.2:6",
                "NEAR,   1.1.1.1:5, 2.2.2.2:6, [fd00::1]:7, 2.2.2.2:6",
                // public ones are told to all, the observed one once
                "NEAR,   1.1.1.1:5, 2.2.2.2:6, 2.2.2.2:6, 2.2.2.2:6",
                "NEAR,   1.1.1.1:5, 2.2.2.2:6, [2001:db8::1]:7, 2.2.2.2:6 [2001:db8::1]:7",
                // loopback is for those on loopback
                "NEAR,   1.1.1.1:5, 2.2.2.2:6, 127.0.0.1:7, 2.2.2.2:6",
                "ALWAYS, 1.1.1.1:5, 127.0.0.1:6, 127.0.0.1:7, -",
                "NEAR,   127.0.0.1:5, 127.0.0.1:6, 127.0.0.1:7, 127.0.0.1:6 127.0.0.1:7",
                "NEAR,   1.1.1.1:5, 127.0.0.1:6, 3.3.3.3:7, 3.3.3.3:7",
            })
    void eachIsToldWhatMayBeOfUse(
            PrivateAddresses privacy,
            String viewer,
            String observed,
            String reported,
            String told) {
        List<Address> seen =
                PeerAddresses.seenBy(
                        address(viewer),
                        address(observed),
                        PeerAddresses.reported(List.of(reported)),
                        privacy);
        List<String> texts = seen.stream().map(a -> Addresses.format(a.socket())).toList();
        assertThat(texts).isEqualTo(told == null ? List.of() : List.of(told.split(" ")));
        assertThat(seen)
                .allMatch(
                        a ->
                                a.socket().equals(address(observed))
                                        == (a.origin() == Origin.OBSERVED));
    }

    @Test
    void anAddressOfTheOtherFamilyIsOfNoUse() {
        List<Address> four = List.of(new Address(address("1.1.1.1:5"), Origin.OBSERVED));
        List<Address> six = List.of(new Address(address("[2001:db8::1]:5"), Origin.OBSERVED));
        assertThat(PeerAddresses.haveFamilyInCommon(four, six)).isFalse();
        assertThat(PeerAddresses.haveFamilyInCommon(six, six)).isTrue();
    }

    private static InetSocketAddress address(String text) {
        return Addresses.parse(text).orElseThrow();
    }
}
