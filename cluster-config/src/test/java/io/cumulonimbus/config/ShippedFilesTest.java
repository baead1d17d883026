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

/**
 * The files that we ship say exactly what the records do. They are written anew with {@code
 * -Dsettings.write=true}.
 */
class ShippedFilesTest {
    private static final String HEAD =
            """
            # All settings

            Written from the table that the programs read them with. What they are about, and where they may stand: [configuration.md](configuration.md).
            The environment variable of a key is `CUMULONIMBUS_` and its name in upper case, with `_` for each dot: `edges.secret` is
            `CUMULONIMBUS_EDGES_SECRET`.

            """;

    @TempDir Path home;

    @Test
    void originFileIsTheRenderedTable() throws IOException {
        write("origin.ini", KeyTable.origin());
        assertThat(source("origin.ini")).content().isEqualTo(KeyTable.origin().file());
    }

    @Test
    void edgeFileIsTheRenderedTable() throws IOException {
        write("edge.ini", KeyTable.edge());
        assertThat(source("edge.ini")).content().isEqualTo(KeyTable.edge().file());
    }

    private static void write(String name, KeyTable keys) throws IOException {
        if (Boolean.getBoolean("settings.write")) {
            Files.writeString(source(name), keys.file());
        }
    }

    private static Path source(String name) {
        return Path.of("src/main/resources/io/cumulonimbus/config", name);
    }

    @Test
    void thePageOfAllSettingsIsTheRenderedTables() throws IOException {
        Path page = Path.of("").toAbsolutePath().resolveSibling("docs/settings.md");
        String text = HEAD + KeyTable.origin().page() + "\n" + KeyTable.edge().page();
        if (Boolean.getBoolean("settings.write")) {
            Files.writeString(page, text);
        }
        assertThat(page).content().isEqualTo(text);
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
