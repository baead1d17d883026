package io.cumulonimbus.origin.resume;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.Protocol;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What edges can do with what they keep: give it back, and nothing else. */
class SealTest {
    private static final byte[] PLAIN = "what the client said".getBytes();

    @TempDir Path home;

    private static ClientIdentity client(int number) {
        byte[] id = new byte[ClientIdentity.PEER_ID_LENGTH];
        id[0] = (byte) number;
        return new ClientIdentity(Protocol.RTMFP, id, "", new byte[0], new byte[0]);
    }

    private Seal seal() {
        return Seal.of(home.resolve("edges.key"), new SecureRandom());
    }

    @Test
    void theNextOriginOpensWhatTheLastOneClosed() {
        byte[] sealed = seal().close(PLAIN, client(1));
        assertThat(seal().open(sealed, client(1))).contains(PLAIN);
        assertThat(new String(sealed)).doesNotContain("client");
    }

    @Test
    void whatWasKeptForOneClientIsWorthNothingForAnother() {
        byte[] sealed = seal().close(PLAIN, client(1));
        assertThat(seal().open(sealed, client(2))).isEmpty();
    }

    @Test
    void whatWasChangedIsNotOpened() {
        Seal seal = seal();
        byte[] sealed = seal.close(PLAIN, client(1));
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThat(seal.open(changed, client(1))).isEmpty();
        }
        assertThat(seal.open(new byte[0], client(1))).isEmpty();
    }

    @Test
    void aFileThatHoldsNoKeyIsNotUsed() throws Exception {
        Files.write(home.resolve("edges.key"), new byte[3]);
        byte[] sealed = seal().close(PLAIN, client(1));
        assertThat(seal().open(sealed, client(1))).isEmpty();
    }

    @Test
    void originsThatStartAtOnceShareOneKey() throws Exception {
        List<Seal> seals = IntStream.range(0, 16).parallel().mapToObj(number -> seal()).toList();
        byte[] sealed = seals.get(0).close(PLAIN, client(1));
        assertThat(seals)
                .allSatisfy(seal -> assertThat(seal.open(sealed, client(1))).contains(PLAIN));
        try (Stream<Path> files = Files.list(home)) {
            assertThat(files).containsExactly(home.resolve("edges.key"));
        }
    }
}
