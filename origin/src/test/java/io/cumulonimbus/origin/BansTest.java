package io.cumulonimbus.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.RtmpDoors;
import io.cumulonimbus.net.udp.UdpOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    /** Tries until the door is as wanted: scripts are loaded again within two seconds. */
    private static void awaitDoor(InetSocketAddress door, byte[] said, boolean open) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(answers(door, said)).isEqualTo(open));
    }

    private static boolean answers(InetSocketAddress door, byte[] said) throws IOException {
        try (Socket socket = new Socket(door.getAddress(), door.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(said);
            return socket.getInputStream().read() >= 0;
        } catch (SocketException reset) {
            return false;
        }
    }

    @Test
    void row40ConnectionsFromBannedAddressesAreClosed(@TempDir Path home) throws Exception {
        Path script = Files.createDirectories(home.resolve("www")).resolve("main.lua");
        Files.writeString(script, "cumulus:addToBlacklist('127.0.0.1')");
        byte[] hello = new byte[1537];
        hello[0] = 3;
        byte[] request =
                "POST /open/1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx"
                        .getBytes(StandardCharsets.US_ASCII);
        try (Origin origin =
                Origin.start(
                        OriginConfig.defaults(home)
                                .listeningOn(InetAddress.getLoopbackAddress(), 0)
                                .withRtmp(RtmpDoors.ANY))) {
            InetSocketAddress rtmp = origin.rtmpAddresses().getFirst();
            InetSocketAddress http = origin.httpAddresses().getFirst();
            awaitDoor(rtmp, hello, false);
            awaitDoor(http, request, false);
            Files.writeString(script, "cumulus:removeFromBlacklist('127.0.0.1')");
            Files.setLastModifiedTime(
                    script, FileTime.fromMillis(System.currentTimeMillis() + 5_000));
            awaitDoor(rtmp, hello, true);
            awaitDoor(http, request, true);
        }
    }
}
