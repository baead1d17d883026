package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.cumulonimbus.netclient.MediaKind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is told of players who got nothing for some time. */
class LoadSilencesTest {
    private static final long MS = 1_000_000;

    private static List<JsonNode> told(LoadSilences silences) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        silences.tell(Report.json(new PrintStream(out, true, StandardCharsets.UTF_8)));
        List<JsonNode> events = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
            events.add(new ObjectMapper().readTree(line));
        }
        return events;
    }

    @Test
    void whoGotNoPictureForLongIsToldOnceThoughThereWasSound() throws Exception {
        LoadSilences silences = new LoadSilences(250);
        LoadSilences.Ear first = silences.ear();
        LoadSilences.Ear second = silences.ear();
        for (int ms = 1; ms < 1000; ms += 100) {
            first.heard(MediaKind.VIDEO, ms * MS);
            second.heard(MediaKind.AUDIO, ms * MS);
        }
        second.heard(MediaKind.VIDEO, 1000 * MS);
        assertThat(told(silences)).isEmpty();

        second.heard(MediaKind.VIDEO, 3000 * MS);
        List<JsonNode> events = told(silences);
        assertThat(events).hasSize(1);
        JsonNode silence = events.get(0);
        assertThat(silence.get("event").asText()).isEqualTo("silence");
        assertThat(silence.get("player").asInt()).isEqualTo(1);
        assertThat(silence.get("kind").asText()).isEqualTo("video");
        assertThat(silence.get("untilMs").asLong() - silence.get("fromMs").asLong())
                .isEqualTo(2000);
        assertThat(told(silences)).isEmpty();
    }

    @Test
    void nobodyIsToldWhatNobodyWantedToKnow() throws Exception {
        LoadSilences silences = new LoadSilences(0);
        LoadSilences.Ear ear = silences.ear();
        ear.heard(MediaKind.VIDEO, MS);
        ear.heard(MediaKind.VIDEO, 60_000 * MS);
        assertThat(told(silences)).isEmpty();
    }
}
