package io.cumulonimbus.origin.stream;

import io.cumulonimbus.client.Arrival;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.origin.app.StreamQuality;
import io.cumulonimbus.origin.record.RecordingProxy;
import io.cumulonimbus.origin.wire.StreamData;
import io.cumulonimbus.stream.Had;
import io.cumulonimbus.stream.Ingress;
import io.cumulonimbus.stream.MediaFrame;
import io.cumulonimbus.stream.Qos;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * A stream being published, where its media comes in: names the frames, keeps what late joiners
 * need, and sends each frame once to every loop where somebody watches. Owned by the publisher's
 * loop.
 */
public final class Publication {
    private static final Message NO_METADATA = Message.of(new byte[0]);

    private final Ingress ingress;
    private final Outlets outlets;
    private Optional<RecordingProxy> recording = Optional.empty();
    private final PacketTap tap;
    private final ArrivalDelay audioDelay;
    private final ArrivalDelay videoDelay;
    private final QualityMeter audioMeter;
    private final QualityMeter videoMeter;
    private final boolean moved;
    private LongConsumer shifted = shift -> {};
    private long toldShift;
    private volatile Had had = Had.NOTHING;
    private volatile long group;
    private volatile Message metadata = NO_METADATA;

    /**
     * @param tap hears of what the publisher sends
     * @param clockNs the loop's clock
     * @param roundTripNs the publisher's, in nanoseconds; -1 when it is not known
     */
    Publication(
            PublicationName name, PacketTap tap, LongSupplier clockNs, LongSupplier roundTripNs) {
        this.ingress = new Ingress(name.id(), name.moves(), name.shift());
        this.moved = name.moves() > 0;
        this.toldShift = name.shift();
        this.outlets = moved ? Outlets.ofMoved(clockNs) : new Outlets(clockNs);
        this.tap = tap;
        this.audioDelay = new ArrivalDelay(roundTripNs);
        this.videoDelay = new ArrivalDelay(roundTripNs);
        this.audioMeter = new QualityMeter(ingress::audioQos, clockNs, audioDelay);
        this.videoMeter = new QualityMeter(ingress::videoQos, clockNs, videoDelay);
    }

    /** 64 random bits, another one for each publish. Any thread. */
    public long id() {
        return ingress.publication();
    }

    /** Tells, once it is known, how its groups are shifted. */
    void tellsShift(LongConsumer taker) {
        shifted = taker;
    }

    /** Its groups follow that one, which was the last one under its name; before any media. */
    void goesOnBehind(long last) {
        if (!moved) {
            ingress.goesOnBehind(last);
        }
    }

    /** The last group that it came to, breaks included; 0 before the first one. Any thread. */
    long group() {
        return group;
    }

    void audio(int timestamp, Message body, Arrival arrival) {
        if (arrival.replayed()) {
            replay(ingress.audio(timestamp, body, arrival));
        } else {
            pushAudio(timestamp, body, arrival);
            tap.audio(timestamp, body);
        }
    }

    void video(int timestamp, Message body, Arrival arrival) {
        if (arrival.replayed()) {
            ingress.video(timestamp, body, arrival).ifPresent(this::replay);
        } else {
            pushVideo(timestamp, body, arrival);
            tap.video(timestamp, body);
        }
    }

    /** Audio that the publisher did not send. */
    void pushAudio(int timestamp, Message body, long lostBefore) {
        pushAudio(timestamp, body, Arrival.of(lostBefore));
    }

    private void pushAudio(int timestamp, Message body, Arrival arrival) {
        send(ingress.audio(timestamp, body, arrival));
        audioDelay.at(timestamp);
        audioMeter.passed();
    }

    /** Video that the publisher did not send. */
    void pushVideo(int timestamp, Message body, long lostBefore) {
        pushVideo(timestamp, body, Arrival.of(lostBefore));
    }

    private void pushVideo(int timestamp, Message body, Arrival arrival) {
        ingress.video(timestamp, body, arrival).ifPresent(this::send);
        videoDelay.at(timestamp);
        videoMeter.passed();
    }

    /** Data that the publisher did not send; dropped when it cannot be read. */
    void pushData(String handler, byte[] amf) {
        StreamData.of(handler, amf).ifPresent(this::forward);
    }

    void videoLost(long fragments) {
        ingress.videoLost(fragments);
    }

    void data(int timestamp, StreamData data) {
        forward(timestamp, data);
        tap.data(timestamp, data.body());
    }

    private void forward(StreamData data) {
        forward(0, data);
    }

    /** As last received. Any thread. */
    byte[] metadata() {
        return metadata.toBytes();
    }

    private void forward(int timestamp, StreamData data) {
        if (data.metadata()) {
            metadata = data.plainBody();
        }
        send(
                data.metadata()
                        ? ingress.metadata(timestamp, data.body(), data.plainBody())
                        : ingress.data(timestamp, data.body(), data.plainBody()));
    }

    /** How audio arrives. Any thread. */
    StreamQuality audioQuality() {
        return audioMeter.quality();
    }

    /** How video arrives. Any thread. */
    StreamQuality videoQuality() {
        return videoMeter.quality();
    }

    /** How it fares at this moment. */
    StreamSheet.Published sheet() {
        audioMeter.measure();
        videoMeter.measure();
        Qos all = audioQos().copy().plus(videoQos());
        return new StreamSheet.Published(
                audioQuality(),
                videoQuality(),
                all.frames(),
                all.bytes(),
                all.lost(),
                droppedBetweenLoops());
    }

    void attach(WatchedStreamProxy viewers) {
        outlets.attach(viewers);
    }

    void detach(WatchedStreamProxy viewers) {
        outlets.detach(viewers);
    }

    /** What a lost origin had: for edges that had what came before it. */
    private void replay(MediaFrame frame) {
        note(frame);
        outlets.replay(frame);
    }

    /** What viewers have so far. Any thread. */
    Had had() {
        return had;
    }

    private void note(MediaFrame frame) {
        had = had.and(frame);
        if (frame.group() != 0) {
            group = frame.group();
        }
        if (frame.opens() && ingress.shift() != toldShift) {
            toldShift = ingress.shift();
            shifted.accept(toldShift);
        }
    }

    private void send(MediaFrame frame) {
        note(frame);
        recording.ifPresent(file -> file.frame(frame));
        outlets.send(frame);
    }

    /** From now on all of it goes into a file too. */
    void record(RecordingProxy file) {
        recording = Optional.of(file);
    }

    /** Frames that another loop was too busy to take. */
    public long droppedBetweenLoops() {
        return outlets.dropped();
    }

    /** What came in as audio. */
    public Qos audioQos() {
        return ingress.audioQos();
    }

    /** What came in as video. */
    public Qos videoQos() {
        return ingress.videoQos();
    }

    /** What came in as data. */
    public Qos dataQos() {
        return ingress.dataQos();
    }
}
