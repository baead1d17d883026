package io.cumulonimbus.net.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoopsTest {
    private final Loops loops = Loops.start("test", 2);

    @AfterEach
    void end() {
        loops.close();
    }

    @Test
    void tasksRunInOrderOnTheirOwnThread() throws InterruptedException {
        Loop loop = loops.loop(0);
        List<Integer> seen = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        for (int i = 0; i < 1000; i++) {
            int number = i;
            loop.execute(() -> seen.add(loop.inLoop() ? number : -1));
        }
        loop.execute(done::countDown);

        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).isEqualTo(IntStream.range(0, 1000).boxed().toList());
        assertThat(loop.inLoop()).isFalse();
    }

    @Test
    void aTaskThatThrowsEndsNothingElse() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(2);
        Loop loop = loops.loop(1);
        loop.execute(
                () -> {
                    throw new IllegalStateException("expected in the log");
                });
        loop.execute(done::countDown);
        loop.schedule(done::countDown, 1_000_000);

        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theEndsOfATurnRunTogetherWhateverFails() throws InterruptedException {
        Loop loop = loops.loop(0);
        List<String> seen = new ArrayList<>();
        CountDownLatch done = new CountDownLatch(1);
        loop.execute(
                () -> {
                    loop.endTurn(
                            () -> {
                                seen.add("first");
                                loop.endTurn(() -> seen.add("next turn"));
                                loop.endTurn(done::countDown);
                                throw new IllegalStateException("expected in the log");
                            });
                    loop.endTurn(() -> seen.add("second"));
                    loop.execute(() -> seen.add("queued later"));
                    seen.add("turn");
                });

        assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(seen).containsExactly("turn", "first", "second", "queued later", "next turn");
    }

    @Test
    void aTaskAfterTheEndIsDropped() {
        loops.close();
        loops.loop(0).execute(() -> {});
        loops.loop(0).schedule(() -> {}, 1).cancel();

        assertThat(loops.loop(0).eventLoop().isTerminated()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void eachTransportOfThisMachineRunsTasks(Transport transport) throws InterruptedException {
        if (transport == Transport.EPOLL && Transport.whyNotEpoll().isPresent()) {
            return;
        }
        try (Loops own = Loops.start("own", 1, true, transport)) {
            CountDownLatch done = new CountDownLatch(1);
            own.loop(0).execute(done::countDown);
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
        }
    }
}
