package io.cumulonimbus.origin.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.stream.FrameRole;
import io.cumulonimbus.stream.Had;
import io.cumulonimbus.stream.MediaFrame;
import io.cumulonimbus.stream.MediaKind;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What those get of a publication who come to it later. */
class OutletsTest {
    private static final long ID = 7;
    private static final long SECOND_NS = 1_000_000_000L;

    private final Turns turns = new Turns(new SplittableRandom(5));
    private final Turns.SimLoop loop = turns.loop();
    private long nowNs;

    /** One on another loop, who had some of it before. */
    private final class Comer implements StreamAudience {
        private final Had before;
        private final List<Long> seen = new ArrayList<>();
        private final WatchedStreamProxy proxy;

        Comer(long hadVideo) {
            before = hadVideo == 0 ? Had.NOTHING : new Had(ID, 0, hadVideo);
            proxy = new WatchedStreamProxy(loop, this, StreamSettings.DEFAULT);
        }

        @Override
        public Had had() {
            return before;
        }

        @Override
        public void frame(MediaFrame frame) {
            seen.add(frame.number());
        }

        @Override
        public void replayed(MediaFrame frame) {
            seen.add(frame.number());
        }

        @Override
        public void prime(List<MediaFrame> essentials) {}

        @Override
        public void published(long publication) {}

        @Override
        public void unpublished(long publication) {}

        Comer to(Outlets outlets) {
            outlets.attach(proxy);
            return this;
        }

        void hasSeen(Long... numbers) {
            long last = numbers[numbers.length - 1];
            turns.until("it comes", () -> seen.contains(last));
            assertThat(seen).containsExactly(numbers);
        }
    }

    private static MediaFrame picture(long number, FrameRole role) {
        Message body = Message.of(new byte[] {0x27, 1, 0, 0, 0});
        return new MediaFrame(
                ID, number, false, MediaKind.VIDEO, role, 0, 0, false, 0, 0, body, body);
    }

    private static void send(Outlets outlets, long from, long to) {
        for (long number = from; number <= to; number++) {
            outlets.send(picture(number, number == 1 ? FrameRole.KEY_FRAME : FrameRole.FRAME));
        }
    }

    @Test
    void whoHadTheBeginningGetsWhatFollowedAndOthersWhatComes() {
        Outlets outlets = new Outlets(() -> nowNs);
        Comer first = new Comer(0).to(outlets);
        send(outlets, 1, 5);
        Comer again = new Comer(3).to(outlets);
        Comer anew = new Comer(0).to(outlets);
        send(outlets, 6, 6);
        first.hasSeen(1L, 2L, 3L, 4L, 5L, 6L);
        again.hasSeen(4L, 5L, 6L);
        anew.hasSeen(6L);
    }

    @Test
    void whatNobodyTakesAnyMoreIsKeptForAWhile() {
        Outlets outlets = new Outlets(() -> nowNs);
        Comer first = new Comer(0).to(outlets);
        send(outlets, 1, 3);
        outlets.detach(first.proxy);
        nowNs += 14 * SECOND_NS;
        send(outlets, 4, 4);
        Comer soon = new Comer(2).to(outlets);
        soon.hasSeen(3L, 4L);
        outlets.detach(soon.proxy);
        nowNs += 15 * SECOND_NS;
        send(outlets, 5, 5);
        Comer late = new Comer(2).to(outlets);
        send(outlets, 6, 6);
        late.hasSeen(6L);
    }

    @Test
    void whatIsPulledForSomebodyIsKeptFromItsBeginningForOthers() {
        Outlets outlets = Outlets.ofPulled(() -> nowNs);
        send(outlets, 10, 12);
        new Comer(10).to(outlets).hasSeen(11L, 12L);
        nowNs += 15 * SECOND_NS;
        send(outlets, 13, 13);
        Comer late = new Comer(10).to(outlets);
        send(outlets, 14, 14);
        late.hasSeen(14L);
    }
}
