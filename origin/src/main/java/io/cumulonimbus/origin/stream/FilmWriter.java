package io.cumulonimbus.origin.stream;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.flv.MediaTag;
import io.cumulonimbus.origin.wire.StreamData;
import io.cumulonimbus.rtmp.message.DataMessage;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.message.UserControl;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.List;
import java.util.Map;

/**
 * What goes out to the viewer of a recording: its tags at their own times, each until it arrives,
 * and what is said in between, with barriers between the flows.
 */
final class FilmWriter {
    private final StreamContext context;
    private final OutgoingFlows outgoing;
    private final long streamId;
    private final Runnable barrier;
    private boolean wantsAudio = true;
    private boolean wantsVideo = true;
    private boolean waitsForKeyFrame;
    private long bytes;

    FilmWriter(StreamContext context, OutgoingFlows outgoing, long streamId, Runnable barrier) {
        this.context = context;
        this.outgoing = outgoing;
        this.streamId = streamId;
        this.barrier = barrier;
    }

    boolean isRtmfp() {
        return context.client().identity().protocol() == Protocol.RTMFP;
    }

    boolean wantsAudio() {
        return wantsAudio;
    }

    boolean wantsVideo() {
        return wantsVideo;
    }

    void sampleAccess(boolean audio, boolean video) {
        outgoing.write(StreamData.sampleAccess(audio, video, context.commands().encoding()));
    }

    void receiveAudio(boolean wanted) {
        wantsAudio = wanted;
    }

    void receiveVideo(boolean wanted) {
        waitsForKeyFrame |= wanted && !wantsVideo;
        wantsVideo = wanted;
    }

    /** Bytes under way. */
    long queuedBytes() {
        return outgoing.queuedBytes();
    }

    void status(String code, String description) {
        outgoing.write(context.commands().status(code, description, Map.of()));
    }

    void failed(String code, String description) {
        outgoing.write(context.commands().failure(code, description));
    }

    /** Nothing that follows goes ahead of what was written. */
    void synchronise() {
        barrier.run();
    }

    void recorded() {
        event(new UserControl.StreamIsRecorded(streamId));
    }

    /** Clients of RTMP hear of it from their connection. */
    void begins() {
        if (isRtmfp()) {
            event(new UserControl.StreamBegin(streamId));
        }
    }

    void ends() {
        if (isRtmfp()) {
            event(new UserControl.StreamEof(streamId));
        }
    }

    private void event(UserControl event) {
        outgoing.write(event.toMessage().message());
    }

    void dataStarts() {
        if (!isRtmfp()) {
            outgoing.write(StreamData.SAMPLE_ACCESS);
            outgoing.write(StreamData.DATA_START);
        }
    }

    /** Says that all was played, or that the next one follows. */
    void playStatus(String code, long durationMs) {
        AmfObject info =
                new AmfObject()
                        .put("level", "status")
                        .put("code", code)
                        .put("duration", durationMs / 1000.0)
                        .put("bytes", bytes);
        outgoing.write(
                new DataMessage(DataMessage.Action.PASS, "onPlayStatus", List.<AmfValue>of(info))
                        .toMessage(ObjectEncoding.AMF0, 0)
                        .message());
    }

    void headers(List<FlvTag> headers, long ms) {
        headers.forEach(tag -> write(new FlvTag(tag.type(), (int) ms, tag.data())));
    }

    /** Sends a tag, if the viewer wants its kind; answers whether it was a picture. */
    boolean write(FlvTag tag) {
        boolean picture = false;
        switch (tag.type()) {
            case FlvTag.AUDIO -> {
                if (wantsAudio) {
                    outgoing.audio().write(message(tag), Deadline.NONE);
                    bytes += tag.data().length;
                }
            }
            case FlvTag.VIDEO -> picture = video(tag);
            default -> outgoing.write(data(tag));
        }
        return picture;
    }

    private boolean video(FlvTag tag) {
        MediaTag media = MediaTag.of(tag);
        waitsForKeyFrame &= !media.keyFrame();
        if (!wantsVideo || waitsForKeyFrame && !media.isSequenceStart()) {
            return false;
        }
        outgoing.video().write(message(tag), Deadline.NONE);
        bytes += tag.data().length;
        return media.content() == MediaTag.Content.FRAMES;
    }

    private static Message message(FlvTag tag) {
        return TcMessage.of(tag.type(), tag.timestamp(), tag.data()).message();
    }

    /** Clients of AMF3 know data with the format byte in front. */
    private Message data(FlvTag tag) {
        TcMessage plain = TcMessage.of(MessageType.DATA, tag.timestamp(), tag.data());
        return context.commands().amf3()
                ? plain.with(MessageType.DATA_EXTENDED, tag.timestamp(), 0, new byte[1]).message()
                : plain.message();
    }
}
