package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What Linux says of a process. */
class ServerProcessTest {
    @Test
    void timesAreThoseOfUserAndSystemWhateverTheProgramIsCalled() {
        String stat = "7 (a) b (c)) S 1 7 7 0 -1 4194304 9 0 0 0 250 50 0 0 20 0 1 0 99";
        assertThat(ServerProcess.cpuMs(stat)).isEqualTo(3000);
    }

    @Test
    void memoryIsWhatIsResident() {
        assertThat(
                        ServerProcess.residentKb(
                                List.of("Name:\tjava", "VmSize:\t 999 kB", "VmRSS:\t  1234 kB")))
                .isEqualTo(1234);
    }

    @Test
    void thisProcessUsesSomething() throws Exception {
        ServerProcess.Usage usage = ServerProcess.of(ProcessHandle.current().pid()).usage();
        assertThat(usage.cpuMs()).isPositive();
        assertThat(usage.residentKb()).isGreaterThan(1000);
    }

    @Test
    void aProcessThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> ServerProcess.of(Integer.MAX_VALUE))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("--pid");
    }
}
