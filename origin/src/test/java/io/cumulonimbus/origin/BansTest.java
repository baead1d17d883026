package io.cumulonimbus.origin;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.net.udp.UdpOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class BansTest {
    @Test
    void packetsFromBannedAddressesAreIgnored() throws UnknownHostException {
        Bans bans = new Bans();
        UdpOptions options = new UdpOptions(0, true, bans);
        InetAddress bad = InetAddress.getByName("192.0.2.7");
        assertThat(options.ignored().test(bad)).isFalse();
        bans.set(bad, true);
        bans.set(bad, true);
        assertThat(options.ignored().test(InetAddress.getByName("192.0.2.7"))).isTrue();
        assertThat(options.ignored().test(InetAddress.getByName("192.0.2.8"))).isFalse();
        bans.set(bad, false);
        assertThat(options.ignored().test(bad)).isFalse();
    }
}
