package io.cumulonimbus.config.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The socket where a program is asked how it is. */
class ControlDoorTest {
    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void place() {
        file = folder.resolve("door");
    }

    @Test
    void answersEachAskerAndNobodyWhenItIsClosed() {
        try (ControlDoor door = ControlDoor.open(file, w -> List.of("heard " + w)).orElseThrow()) {
            assertThat(door).isNotNull();
            assertThat(ControlLine.ask(file, "one")).contains(List.of("heard one"));
            assertThat(ControlLine.ask(file, "two")).contains(List.of("heard two"));
        }
        assertThat(ControlLine.ask(file, "three")).isEmpty();
        assertThat(file).doesNotExist();
    }

    @Test
    void isForItsOwnerAlone() throws Exception {
        try (ControlDoor door = ControlDoor.open(file, List::of).orElseThrow()) {
            assertThat(door).isNotNull();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void takesThePlaceOfOneThatWasLeftBehind() throws Exception {
        try (ServerSocketChannel crashed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            crashed.bind(UnixDomainSocketAddress.of(file));
        }
        assertThat(file).exists();
        try (ControlDoor door = ControlDoor.open(file, List::of).orElseThrow()) {
            assertThat(door).isNotNull();
            assertThat(ControlLine.ask(file, "word")).contains(List.of("word"));
        }
    }

    @Test
    void leavesThatOfAnotherProcessAlone() {
        try (ControlDoor first = ControlDoor.open(file, w -> List.of("first")).orElseThrow()) {
            assertThat(first).isNotNull();
            assertThat(ControlDoor.open(file, w -> List.of("second"))).isEmpty();
            assertThat(ControlLine.ask(file, "who")).contains(List.of("first"));
        }
    }

    @Test
    void aPathThatIsTooLongIsNoReasonNotToServe() {
        Optional<ControlDoor> door = ControlDoor.open(folder.resolve("x".repeat(200)), List::of);
        assertThat(door).isEmpty();
    }

    @Test
    void aFaultDoesNotEndIt() {
        try (ControlDoor door =
                ControlDoor.open(
                                file,
                                word -> {
                                    if (word.equals("bad")) {
                                        throw new IllegalStateException(word);
                                    }
                                    return List.of(word);
                                })
                        .orElseThrow()) {
            assertThat(door).isNotNull();
            assertThat(ControlLine.ask(file, "bad")).isEmpty();
            assertThat(ControlLine.ask(file, "good")).contains(List.of("good"));
        }
    }
}
