package io.cumulonimbus.net.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SocketRuleTest {
    private static final SocketRule NO_LINK_LOCAL =
            new SocketRule(false, InetAddress::isLinkLocalAddress);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "::ffff:169.254.169.254",
                "64:ff9b::a9fe:a9fe",
                "2002:a9fe:a9fe::1",
                "::169.254.169.254",
                "fe80::1",
                "0.0.0.0",
                "::",
                "64:ff9b::"
            })
    void anAddressIsRefusedInAllOfItsForms(String address) throws Exception {
        assertThat(NO_LINK_LOCAL.allows(InetAddress.getByName(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.1",
                "127.0.0.1",
                "::1",
                "2001:db8::1",
                "64:ff9b::c000:201",
                "2002:c000:201::1",
                "64:ff9b:1::a9fe:a9fe"
            })
    void othersAreNot(String address) throws Exception {
        assertThat(NO_LINK_LOCAL.allows(InetAddress.getByName(address))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"192.0.2.1", "10.0.0.1", "2001:db8::1", "::ffff:192.0.2.1", "2002:7f00:1::"})
    void loopbackIsThisMachineAlone(String address) throws Exception {
        assertThat(SocketRule.LOOPBACK.allows(InetAddress.getByName(address))).isFalse();
        assertThat(SocketRule.LOOPBACK.allows(InetAddress.getByName("127.1.2.3"))).isTrue();
        assertThat(SocketRule.LOOPBACK.allows(InetAddress.getByName("::1"))).isTrue();
    }
}
