package io.cumulonimbus.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import org.junit.jupiter.api.Test;

class FanOutTest {
    private final Stage stage = new Stage();

    @Test
    void allViewersShareOneBody() {
        Stage.Watcher one = stage.watcher();
        Stage.Watcher two = stage.watcher();
        stage.video(0, Stage.AVC_KEY);

        assertThat(one.video()).isEqualTo(two.video()).hasSize(1);
        assertThat(stage.fanOut.size()).isEqualTo(2);
    }

    @Test
    void whatMovedToAnotherOriginIsSeenAgain() {
        Stage.Watcher there = stage.watcher();
        stage.video(0, Stage.AVC_KEY);
        stage.fanOut.ended(1);
        stage.video(40, Stage.AVC_INTER);
        assertThat(there.video()).as("a straggler is not shown").hasSize(1);

        stage.fanOut.begun(1);
        Stage.Watcher later = stage.watcher();
        stage.video(80, Stage.AVC_KEY);
        stage.video(120, Stage.AVC_INTER);

        assertThat(there.video()).hasSize(3);
        assertThat(later.video()).hasSize(2);
    }

    @Test
    void theBeginningOfAnotherPublicationBringsNoStragglersBack() {
        Stage.Watcher there = stage.watcher();
        stage.video(0, Stage.AVC_KEY);
        stage.fanOut.ended(1);
        stage.fanOut.begun(2);
        stage.video(40, Stage.AVC_INTER);

        assertThat(there.video()).hasSize(1);
    }

    @Test
    void viewersLeaveWhileAFrameIsHandedOut() {
        Stage.Watcher[] second = new Stage.Watcher[1];
        MessageSink leaving =
                new MessageSink() {
                    @Override
                    public boolean write(Message message, Deadline deadline) {
                        stage.fanOut.remove(second[0].subscription);
                        return true;
                    }

                    @Override
                    public long queuedBytes() {
                        return 0;
                    }

                    @Override
                    public boolean isOpen() {
                        return true;
                    }

                    @Override
                    public void close() {}
                };
        Viewer viewer = new Viewer(leaving, leaving, leaving, true, DropPolicy.BUFFERED);
        stage.fanOut.add(new Subscription(viewer), 0);
        second[0] = stage.watcher();
        stage.audio(0, "2faa");

        assertThat(second[0].audio()).isEmpty();
        assertThat(stage.fanOut.size()).isEqualTo(1);
    }

    @Test
    void aFaultOfOneViewerIsNotTheOthers() {
        RecordingSink sink = new RecordingSink();
        Viewer broken = new Viewer(sink, null, sink, true, DropPolicy.BUFFERED);
        stage.fanOut.add(new Subscription(broken), 0);
        Stage.Watcher whole = stage.watcher();
        stage.audio(0, "2faa");

        assertThat(whole.audio()).hasSize(1);
        assertThat(stage.fanOut.faults()).isEqualTo(1);
        assertThat(stage.fanOut.size()).isEqualTo(1);
    }
}
