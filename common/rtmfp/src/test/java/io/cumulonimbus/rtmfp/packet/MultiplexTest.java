package io.cumulonimbus.rtmfp.packet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.testkit.Vectors;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The session id is scrambled with the packet behind it. */
class MultiplexTest {
    @Test
    void sessionIdsAreScrambledAndUnscrambled() {
        for (JsonNode row : Vectors.json("multiplex.json").get("cases")) {
            int id = ByteBuffer.wrap(Vectors.hex(row, "session_id")).getInt();
            byte[] encrypted = Vectors.hex(row, "encrypted_packet");
            byte[] expected = Vectors.hex(row, "datagram");
            byte[] datagram = new byte[3 + Multiplex.HEADER + encrypted.length + 20];
            System.arraycopy(encrypted, 0, datagram, 3 + Multiplex.HEADER, encrypted.length);
            // Bytes behind the datagram are not part of it.
            datagram[3 + expected.length] = 0x55;

            Multiplex.writeSessionId(id, datagram, 3, expected.length);

            assertThat(Arrays.copyOfRange(datagram, 3, 3 + expected.length)).isEqualTo(expected);
            assertThat(Multiplex.sessionId(datagram, 3, expected.length)).isEqualTo(id);
            assertThat(Multiplex.sessionId(expected, 0, expected.length) == 0)
                    .isEqualTo(row.get("demuxed_to_startup_session").booleanValue());
        }
    }
}
