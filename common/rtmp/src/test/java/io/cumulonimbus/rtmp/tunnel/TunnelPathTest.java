package io.cumulonimbus.rtmp.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Request targets as clients write them, and as they should not. */
class TunnelPathTest {
    @ParameterizedTest
    @CsvSource({
        "/send/n1_abc/7, SEND, n1_abc, 7, n1",
        "/idle/n1_abc/0, IDLE, n1_abc, 0, n1",
        "/idle/n1_abc/999999999999999999, IDLE, n1_abc, 999999999999999999, n1",
        "/idle/n1_abc/1000000000000000000, MALFORMED, '', -1, n1",
        "//send/n1_abc/7, SEND, n1_abc, 7, n1",
        "/send//n1_abc//7, SEND, n1_abc, 7, n1",
        "/send/n1_abc, SEND, n1_abc, -1, n1",
        "/send/n1_abc/7?x=/y, SEND, n1_abc, 7, n1",
        "http://host/idle/n1_abc/7, IDLE, n1_abc, 7, n1",
        "/send/abc/7, SEND, abc, 7, ''",
        "/send/abc/7_8, MALFORMED, '', -1, ''",
        "/send/a_b/, SEND, a_b, -1, a",
        "/send/a_b/+7, MALFORMED, '', -1, a",
        "/send/a_b/7/8, MALFORMED, '', -1, a",
        "/send/, MALFORMED, '', -1, ''",
        "/send, MALFORMED, '', -1, ''",
        "/sending/a_b/7, UNKNOWN, '', -1, ''",
        "/close/n1_abc/x, CLOSE, n1_abc, -1, n1",
        "/close, CLOSE, '', -1, ''",
        "/open/1, OPEN, '', -1, ''",
        "/fcs/ident2, IDENT2, '', -1, ''",
        "/, UNKNOWN, '', -1, ''",
    })
    void targetsAreTakenApart(
            String target, TunnelPath.Kind kind, String id, long sequence, String node) {
        assertThat(TunnelPath.parse(target)).isEqualTo(new TunnelPath(kind, id, sequence));
        assertThat(Tunnels.nodeOf(target)).isEqualTo(node);
    }
}
