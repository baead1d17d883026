package io.cumulonimbus.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What operators write of limits, of the service for whoever wants to meet, and of callbacks. */
class LimitsConfigTest {
    private static final String EVERY =
            """
            [limits]
            connectionsPerAddress = 1
            handshakesPerAddress = 2
            bitratePerAddress = 3
            streamsPerAddress = 4
            callsPerAddress = 5
            connectionsPerAccount = 6
            bitratePerAccount = 7
            streamsPerAccount = 8
            callsPerAccount = 9
            """;

    @TempDir Path home;

    private OriginConfig load(String text) throws Exception {
        return OriginConfig.load(sources("origin.ini", text));
    }

    private ConfigSources sources(String name, String text) throws Exception {
        Path file = Files.writeString(home.resolve(name), text);
        return new ConfigSources(home, Optional.of(file), Map.of(), List.of());
    }

    @Test
    void eachLimitIsReadFromItsOwnKey() throws Exception {
        assertThat(load(EVERY).sessions().limits())
                .isEqualTo(
                        new LimitsConfig(
                                new LimitsConfig.Share(1, 2, 3, 4, 5),
                                new LimitsConfig.Share(6, 0, 7, 8, 9)));
        assertThat(OriginConfig.defaults(home).sessions().limits()).isEqualTo(LimitsConfig.NONE);
        assertThatThrownBy(() -> load("[limits]\ncallsPerAddress = -1\n"))
                .hasMessageContaining("callsPerAddress");
    }

    @Test
    void anEdgeHasThoseThatItCanKnowOf() throws Exception {
        assertThat(EdgeConfig.load(sources("edge.ini", EVERY)).sessions().limits())
                .isEqualTo(
                        new LimitsConfig(
                                new LimitsConfig.Share(1, 2, 0, 0, 0), LimitsConfig.Share.NONE));
    }

    @Test
    void whoeverWantsToMeetComesByAnyPathWhenThatIsTold() throws Exception {
        assertThat(OriginConfig.defaults(home).peers().rendezvous())
                .isEqualTo(RendezvousConfig.OFF);
        assertThat(load("[rendezvous]\nenabled = true\nkeys = a1-b2, c3\n").peers().rendezvous())
                .isEqualTo(new RendezvousConfig(true, List.of("a1-b2", "c3")));
    }

    @Test
    void callbacksAreSignedWithTheSecretOfAKeyOrAFile() throws Exception {
        assertThat(OriginConfig.defaults(home).access().signing().isEmpty()).isTrue();
        assertThat(load("[access]\ncallbackSecret = s\n").access().signing().texts())
                .containsExactly("s");
        Files.writeString(home.resolve("kept"), "t\n");
        assertThat(load("[access]\ncallbackSecretFile = kept\n").access().signing().texts())
                .containsExactly("t");
    }
}
