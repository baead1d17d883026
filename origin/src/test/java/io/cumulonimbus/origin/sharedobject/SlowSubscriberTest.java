package io.cumulonimbus.origin.sharedobject;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.net.loop.ManualLoop;
import io.cumulonimbus.origin.disk.DiskProxy;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.message.SharedObjectEvent;
import io.cumulonimbus.rtmp.message.SharedObjectMessage;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Those who cannot keep up with a shared object, and those who say too much. */
class SlowSubscriberTest {
    private static final String NAME = "object";

    private final ManualLoop objectsLoop = new ManualLoop();
    private final ManualLoop quickLoop = new ManualLoop();
    private final ManualLoop slowLoop = new ManualLoop();
    private final SharedObjectsProxy objects =
            new SharedObjectsProxy(
                    objectsLoop, Optional.empty(), new DiskProxy(), SharedObjectSettings.DEFAULT);
    private final AtomicInteger holds = new AtomicInteger();

    /** A client, and what it was told. */
    private final class Client {
        private final List<SharedObjectEvent> told = new ArrayList<>();
        private final ClientObjects own;

        Client(ManualLoop loop) {
            own = new ClientObjects(objects, "live", loop, ObjectEncoding.AMF0, this::hear);
            say(new SharedObjectEvent.Use(), 0);
        }

        private void hear(Message message) {
            try {
                TcMessage tc = TcMessage.parse(message).orElseThrow();
                told.addAll(SharedObjectMessage.decode(tc).events());
            } catch (MalformedAmfException e) {
                throw new AssertionError(e);
            }
        }

        void say(SharedObjectEvent event, int bytes) {
            own.receive(
                    new SharedObjectMessage(NAME, 0, false, List.of(event)),
                    bytes,
                    holds::incrementAndGet,
                    holds::decrementAndGet);
        }

        void set(int value) {
            say(new SharedObjectEvent.RequestChange("x", AmfValue.of(value)), 20);
        }
    }

    private void settle() {
        while (objectsLoop.run() + quickLoop.run() > 0) {
            // until nothing moves
        }
    }

    @Test
    void whoMissedSomethingGetsAllOfIt() {
        Client quick = new Client(quickLoop);
        Client slow = new Client(slowLoop);
        settle();
        for (int i = 1; i <= 3_000; i++) {
            quick.set(i);
            settle();
        }
        slowLoop.run();
        assertThat(slow.told).as("as much as may wait").hasSizeBetween(1_000, 1_030);
        assertThat(slow.told).doesNotContain(change(3_000));

        objectsLoop.advance(1_000_000_000);
        slowLoop.run();
        assertThat(slow.told.subList(slow.told.size() - 2, slow.told.size()))
                .containsExactly(new SharedObjectEvent.Clear(), change(3_000));

        quick.set(3_001);
        settle();
        slowLoop.run();
        assertThat(slow.told).as("as before").endsWith(change(3_001));
    }

    private static SharedObjectEvent change(int value) {
        return new SharedObjectEvent.Change("x", AmfValue.of(value));
    }

    @Test
    void whoSaysTooMuchWaitsUntilItIsDone() {
        Client quick = new Client(quickLoop);
        settle();
        for (int i = 0; i < 20; i++) {
            quick.say(new SharedObjectEvent.RequestChange("x", AmfValue.of(i)), 100_000);
        }
        assertThat(holds).hasValue(1);
        settle();
        assertThat(holds).hasValue(0);
        assertThat(quick.told).filteredOn(SharedObjectEvent.Success.class::isInstance).hasSize(20);
    }

    @Test
    void nothingIsLeftOfThoseWhoAreGone() {
        Client quick = new Client(quickLoop);
        settle();
        assertThat(count()).isOne();
        quick.own.close();
        quick.own.close();
        settle();
        assertThat(count()).isZero();
    }

    private int count() {
        AtomicInteger count = new AtomicInteger(-1);
        objects.count(count::set);
        settle();
        return count.get();
    }
}
