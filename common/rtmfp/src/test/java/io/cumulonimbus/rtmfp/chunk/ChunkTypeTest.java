package io.cumulonimbus.rtmfp.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.testkit.SeededTest;
import io.cumulonimbus.testkit.Vectors;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Type codes, and which packets they belong in. */
class ChunkTypeTest {
    @SeededTest
    void everyChunkHasTheTypeThatItIsEncodedWith(RandomGenerator random) {
        Chunk chunk = new RandomChunks(random).next();
        assertThat(Chunks.encode(chunk)[0]).isEqualTo((byte) ChunkType.of(chunk));
    }

    @Test
    void theHandshakeIsForStartupPacketsOnly() {
        for (String startup : new String[] {"30", "70", "71", "79", "38", "78"}) {
            assertThat(modes(startup)).containsExactly(false, false, true);
        }
    }

    @Test
    void everythingElseIsForSessionsOnly() {
        for (String session :
                new String[] {"0f", "01", "41", "10", "11", "50", "51", "18", "5e", "0c", "4c"}) {
            assertThat(modes(session)).containsExactly(true, true, false);
        }
    }

    @Test
    void packetFragmentsAreForBoth() {
        assertThat(modes("7f")).containsExactly(true, true, true);
        assertThat(ChunkType.allowed(new Ping(new byte[0]), 3)).isFalse();
        assertThat(ChunkType.allowed(new Ping(new byte[0]), 2)).isTrue();
    }

    private static boolean[] modes(String hex) {
        int type = Vectors.hex(hex)[0];
        return new boolean[] {
            ChunkType.allowed(type, 1), ChunkType.allowed(type, 2), ChunkType.allowed(type, 3)
        };
    }
}
