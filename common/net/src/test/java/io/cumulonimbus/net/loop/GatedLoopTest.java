package io.cumulonimbus.net.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatedLoopTest {
    private final ManualLoop beneath = new ManualLoop();
    private final GatedLoop loop = new GatedLoop(beneath);
    private final List<String> ran = new ArrayList<>();

    private void say(String what) {
        loop.execute(() -> ran.add(what));
        beneath.run();
    }

    @Test
    void itIsAnOrdinaryLoopAtFirst() {
        loop.schedule(() -> ran.add("later"), 10);
        say("now");
        beneath.advance(10);

        assertThat(ran).containsExactly("now", "later");
    }

    @Test
    void whatComesTooLateWaitsInOrder() {
        loop.openUntil(100);
        say("in time");
        loop.schedule(() -> ran.add("late timer"), 150);
        beneath.advance(120);
        say("too late");
        beneath.advance(100);
        assertThat(ran).containsExactly("in time");

        loop.openUntil(300);
        say("again");
        assertThat(ran).containsExactly("in time", "too late", "late timer", "again");
    }

    @Test
    void whatIsTakenBackWhileItWaitsDoesNotRun() {
        loop.openUntil(0);
        Cancellable timer = loop.schedule(() -> ran.add("timer"), 5);
        beneath.advance(10);
        timer.cancel();
        loop.open();
        beneath.run();

        assertThat(ran).isEmpty();
    }

    @Test
    void whatWaitedRunsAtOnceWhenThatIsWanted() {
        loop.openUntil(0);
        say("waits");
        loop.openNow();

        assertThat(ran).containsExactly("waits");
        assertThat(loop.isOpen()).isTrue();
    }

    @Test
    void aTaskThatFailsCostsTheOthersNothing() {
        loop.openUntil(0);
        loop.execute(
                () -> {
                    throw new IllegalStateException("broken");
                });
        say("behind it");
        loop.open();
        assertThatThrownBy(beneath::run).isInstanceOf(IllegalStateException.class);
        beneath.run();

        assertThat(ran).containsExactly("behind it");
    }
}
