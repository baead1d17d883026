package io.cumulonimbus.config.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program leaves for whoever told it to stop. */
class DrainNotesTest {
    @TempDir Path folder;

    @Test
    void linesAreReadWhileOthersAreWritten() throws Exception {
        DrainNotes notes = DrainNotes.beside(folder.resolve("origin.pid"));
        assertThat(notes.file()).isEqualTo(folder.resolve("origin.pid.drain"));
        assertThat(notes.lines()).isEmpty();
        notes.add("first");
        notes.end(false);
        assertThat(notes.lines()).containsExactly("first", DrainNotes.LEFT);
        Files.writeString(notes.file(), "whole\nbegu");
        assertThat(notes.lines()).containsExactly("whole");
        notes.delete();
        notes.delete();
        assertThat(notes.lines()).isEmpty();
        notes.end(true);
        assertThat(notes.lines()).containsExactly(DrainNotes.ALL_GONE);
    }

    @Test
    void aFolderThatIsNotThereHarmsNobody() {
        DrainNotes notes = DrainNotes.beside(folder.resolve("none/origin.pid"));
        notes.add("first");
        notes.delete();
        assertThat(notes.lines()).isEmpty();
    }
}
