package io.cumulonimbus.rtmp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.message.UserControl;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.testkit.RecordingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is sent first, what waits for something else, and what is not sent at all. */
class RtmpOrderTest extends RtmpServerStage {
    @Test
    void commandsGoBeforeAudioAndAudioBeforeVideo() {
        MessageSink control = connect();
        MessageSink video = open(1, Priority.VIDEO);
        MessageSink audio = open(1, Priority.AUDIO);
        MessageSink videoOfOther = open(2, Priority.VIDEO);
        said.clear();
        write(video, 9, 1, 40_000);
        write(video, 9, 2, 10);
        write(videoOfOther, 9, 3, 40_000);
        out.room = 1;
        flush();
        write(audio, 8, 4, 10);
        control.write(
                Command.of("_result", 1).toMessage(ObjectEncoding.AMF0).message(), Deadline.NONE);
        out.room = Integer.MAX_VALUE;
        flush();
        assertThat(said).containsExactly("0:_result", "1:8@4", "1:9@1", "2:9@3", "1:9@2");
    }

    @Test
    void dataKeepsItsPlaceAmongAudioAndVideo() {
        connect();
        MessageSink video = open(1, Priority.VIDEO);
        MessageSink audio = open(1, Priority.AUDIO);
        MessageSink data = open(1, Priority.DATA);
        said.clear();
        write(video, 9, 1, 10);
        write(data, DATA, 2, 10);
        write(video, 9, 3, 10);
        write(audio, 8, 4, 10);
        write(data, DATA, 5, 10);
        write(audio, 8, 6, 10);
        flush();
        assertThat(said).containsExactly("1:9@1", "1:18@2", "1:8@4", "1:9@3", "1:18@5", "1:8@6");
    }

    @Test
    void whatTheServerSaysOfAStreamStaysAmongItsMedia() {
        MessageSink control = connect();
        MessageSink video = open(1, Priority.VIDEO);
        said.clear();
        write(video, 9, 1, 10);
        control.write(new UserControl.StreamEof(1).toMessage().message(), Deadline.NONE);
        control.write(new UserControl.StreamBegin(2).toMessage().message(), Deadline.NONE);
        flush();
        assertThat(said)
                .containsExactly("0:StreamBegin[streamId=2]", "1:9@1", "0:StreamEof[streamId=1]");
    }

    @Test
    void whatOnlyRtmfpKnowsIsNotSent() {
        RecordingListener heard = new RecordingListener();
        connect();
        MessageSink data = open(1, Priority.DATA, heard);
        said.clear();
        Message sync = new UserControl.FlowSync(1, 3).toMessage().message();
        assertThat(data.write(sync, Deadline.NONE)).isTrue();
        data.write(new UserControl.SetKeepalive(1, 2).toMessage().message(), Deadline.NONE);
        flush();
        assertThat(said).isEmpty();
        assertThat(data.queuedBytes()).isZero();
        assertThat(heard.drained()).isEqualTo(2 * sync.length());
    }

    @Test
    void whatIsNoMessageOfAFlowIsNotTaken() {
        connect();
        MessageSink data = open(1, Priority.DATA);
        assertThat(data.write(Message.of(new byte[4]), Deadline.NONE)).isFalse();
        assertThat(data.write(ProtocolControl.message(1, 128).message(), Deadline.NONE)).isFalse();
        assertThat(data.queuedBytes()).isZero();
        MessageSink noStream =
                server.openFlow(
                        new FlowSpec(new byte[] {'G', 'C'}, Optional.empty(), Priority.DATA),
                        SinkListener.NONE);
        assertThat(noStream.isOpen()).isFalse();
    }

    @Test
    void lateMediaIsDroppedBeforeItIsBegunAndNotAfter() {
        connect();
        RecordingListener heard = new RecordingListener();
        MessageSink video = open(1, Priority.VIDEO, heard);
        said.clear();
        for (int i = 0; i < 3; i++) {
            video.write(TcMessage.of(9, i, new byte[30_000]).message(), Deadline.startWithin(100));
        }
        write(video, 9, 3, 10);
        out.room = 1;
        flush();
        assertThat(video.queuedBytes()).isEqualTo(2 * 30_005 + 13_616 + 15);
        now += 101_000_000;
        out.room = Integer.MAX_VALUE;
        flush();
        assertThat(said).containsExactly("1:9@0", "1:9@3");
        assertThat(heard.drained()).isEqualTo(3 * 30_005 + 15);
    }

    @Test
    void whatDependsOnLateMediaIsDroppedWithIt() {
        connect();
        RecordingListener heard = new RecordingListener();
        MessageSink video = open(1, Priority.VIDEO, heard);
        said.clear();
        Deadline seconds = Deadline.startWithin(5_000);
        out.room = 0;
        video.write(TcMessage.of(9, 0, new byte[100]).message(), Deadline.startWithin(100));
        video.write(TcMessage.of(9, 1, new byte[100]).message(), seconds.asDependent());
        video.write(TcMessage.of(9, 2, new byte[100]).message(), seconds);
        video.write(TcMessage.of(9, 3, new byte[100]).message(), seconds.asDependent());
        flush();
        now += 101_000_000;
        out.room = Integer.MAX_VALUE;
        flush();
        assertThat(said).containsExactly("1:9@2", "1:9@3");
        assertThat(heard.abandoned()).isEqualTo(2);
    }

    @Test
    void bytesCountAsQueuedUntilTheSocketTookThem() {
        connect();
        MessageSink video = open(1, Priority.VIDEO);
        write(video, 9, 0, 50_000);
        out.room = 0;
        flush();
        assertThat(video.queuedBytes()).isEqualTo(50_005);
        out.room = 20_000;
        flush();
        assertThat(video.queuedBytes()).isEqualTo(50_000 - 2 * (16 << 10));
        assertThat(server.hasOutput()).isTrue();
    }

    @Test
    void theHostMayLetALittleMediaWaitUntilSomethingElseComes() {
        MessageSink control = connect();
        MessageSink audio = open(1, Priority.AUDIO);
        MessageSink video = open(1, Priority.VIDEO);
        said.clear();
        wakes = 0;
        write(video, 9, 10, 2000);
        write(audio, 8, 10, 100);
        assertThat(wakes).isEqualTo(1);
        assertThat(server.isPatient()).isTrue();

        control.write(status("Some.Thing"), Deadline.NONE);
        assertThat(wakes).as("told that it is urgent").isEqualTo(2);
        assertThat(server.isPatient()).isFalse();
        write(audio, 8, 30, 100);
        assertThat(wakes).isEqualTo(2);
        assertThat(server.isPatient()).isFalse();
        flush();
        assertThat(said).containsExactly("0:onStatus", "1:8@10", "1:8@30", "1:9@10");

        write(audio, 8, 50, 100);
        assertThat(wakes).isEqualTo(3);
        assertThat(server.isPatient()).isTrue();
    }

    @Test
    void whatIsNoMediaDoesNotWait() {
        connect();
        MessageSink data = open(1, Priority.DATA);
        MessageSink audio = open(1, Priority.AUDIO);
        write(data, DATA, 0, 10);
        assertThat(server.isPatient()).as("data of a stream").isFalse();
        flush();
        write(audio, 8, 0, 10);
        data.write(status("NetStream.Play.UnpublishNotify"), Deadline.NONE);
        assertThat(server.isPatient()).as("the status of a stream").isFalse();
        flush();
        write(audio, 8, 0, 10);
        assertThat(server.isPatient()).isTrue();
        send(0, TcMessage.of(4, 0, new byte[] {0, 6, 0, 0, 0, 1}));
        assertThat(server.isPatient()).as("the answer to a ping").isFalse();
    }

    @Test
    void muchMediaDoesNotWait() {
        connect();
        MessageSink video = open(1, Priority.VIDEO);
        write(video, 9, 0, 10_000);
        assertThat(server.isPatient()).isTrue();
        write(video, 9, 40, 10_000);
        assertThat(server.isPatient()).isFalse();
    }

    @Test
    void theEndDoesNotWaitAndBringsAlongWhatDoes() {
        connect();
        MessageSink audio = open(1, Priority.AUDIO);
        said.clear();
        write(audio, 8, 0, 10);
        assertThat(server.isPatient()).isTrue();
        server.close(CloseReason.STOPPING);
        assertThat(server.isPatient()).isFalse();
        flush();
        assertThat(said).containsExactly("0:onStatus", "1:8@0");
        assertThat(server.isFinished()).isTrue();
    }

    @Test
    void whoHearsThatAllIsSentMayWriteMore() {
        shakeHands(0);
        List<Integer> left = new ArrayList<>(List.of(3, 2, 1));
        MessageSink[] sink = new MessageSink[1];
        sink[0] =
                server.openFlow(
                        new FlowSpec(
                                FlowMetadata.sequence(1).toBytes(),
                                Optional.empty(),
                                Priority.VIDEO),
                        new SinkListener() {
                            @Override
                            public void onDrained(long bytes) {
                                if (sink[0].queuedBytes() == 0 && !left.isEmpty()) {
                                    int next = left.removeFirst();
                                    sink[0].write(
                                            TcMessage.of(9, next, new byte[5]).message(),
                                            Deadline.NONE);
                                }
                            }
                        });
        sink[0].write(TcMessage.of(9, 4, new byte[5]).message(), Deadline.NONE);
        for (int i = 0; i < 4; i++) {
            flush();
        }
        assertThat(said).endsWith("1:9@4", "1:9@3", "1:9@2", "1:9@1");
        assertThat(server.hasOutput()).isFalse();
    }
}
