package io.cumulonimbus.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that we ship say exactly what the records do. */
class ShippedFilesTest {
    @TempDir Path home;

    @Test
    void originFileIsTheRenderedTable() throws IOException {
        assertThat(shipped("origin.ini")).isEqualTo(KeyTable.origin().file());
    }

    @Test
    void edgeFileIsTheRenderedTable() throws IOException {
        assertThat(shipped("edge.ini")).isEqualTo(KeyTable.edge().file());
    }

    @Test
    void originFileIsTheDefaults() throws Exception {
        Path file = Files.writeString(home.resolve("origin.ini"), shipped("origin.ini"));
        ConfigSources sources = new ConfigSources(home, Optional.of(file), Map.of(), List.of());
        assertThat(OriginConfig.load(sources)).isEqualTo(OriginConfig.defaults(home));
    }

    @Test
    void edgeFileIsTheDefaults() throws Exception {
        Path file = Files.writeString(home.resolve("edge.ini"), shipped("edge.ini"));
        ConfigSources sources =
                new ConfigSources(home, Optional.of(file), Map.of(), List.of("secret=s3cret"));
        assertThat(EdgeConfig.load(sources))
                .isEqualTo(EdgeConfig.defaults(home, Secret.of("s3cret")));
    }

    private static String shipped(String name) throws IOException {
        try (InputStream file = OriginConfig.class.getResourceAsStream(name)) {
            return file == null
                    ? "absent"
                    : new String(file.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
