package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.netclient.MediaKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stamps behind payloads, and what the kernel says of a process. */
class StampTest {
    @Test
    void isReadBackFromTheEndOfAMessage() {
        byte[] payload = {0x27, 1, 2, 3};
        byte[] stamped = new Stamp(7, -5).behind(payload);
        assertThat(stamped).startsWith(payload).hasSize(payload.length + Stamp.LENGTH);
        assertThat(Stamp.of(Message.of(stamped))).contains(new Stamp(7, -5));
        assertThat(Stamp.of(Message.of(new byte[] {9}, stamped, 0, stamped.length)))
                .contains(new Stamp(7, -5));
    }

    @Test
    void isNotSeenInOrdinaryOrShortMessages() {
        assertThat(Stamp.of(Message.of(new byte[100]))).isEmpty();
        assertThat(Stamp.of(Message.of(new byte[Stamp.LENGTH - 1]))).isEmpty();
    }

    @Test
    void theSyntheticFilmIs68MessagesASecondAt650KilobitPerSecond() {
        LoadFilm film = LoadFilm.synthetic(2);
        long bytes = film.tags().stream().mapToLong(tag -> tag.data().length + Stamp.LENGTH).sum();
        assertThat(film.tags()).hasSize(136);
        assertThat(bytes * 8 * 1000 / film.lapMs()).isBetween(640_000L, 660_000L);
        assertThat(film.tags()).noneMatch(LoadFilm::isCodecHeader);
    }

    @Test
    void theSmallFilmIs20PicturesASecondWithAKeyFrameNowAndThen() throws Exception {
        LoadFilm film = LoadFilm.open("synthetic-small", 10);
        assertThat(film.tags()).hasSize(200).allMatch(tag -> tag.data().length == 300);
        assertThat(film.tags()).filteredOn(tag -> tag.data()[0] == 0x17).hasSize(1);
        assertThat(film.lapMs()).isEqualTo(10_000);
        assertThat(film.kinds()).containsExactly(MediaKind.VIDEO);
    }

    @Test
    void theKernelsAccountIsReadWhateverTheProgramIsCalled() {
        assertThat(
                        ServerProcess.cpuMs(
                                "12 (a) b (c) S 1 2 3 4 5 6 7 8 9 10 150 25 0 0 20 0 9 0 1 1"))
                .isEqualTo(1750);
        assertThat(ServerProcess.residentKb(List.of("Name: x", "VmRSS:\t   512 kB")))
                .isEqualTo(512);
    }
}
