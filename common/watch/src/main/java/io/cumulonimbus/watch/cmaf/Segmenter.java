package io.cumulonimbus.watch.cmaf;

import io.cumulonimbus.amf.AmfArray;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.rtmp.message.DataMessage;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.stream.Groups;
import io.cumulonimbus.stream.MediaFrame;
import io.cumulonimbus.stream.MediaKind;
import io.cumulonimbus.watch.bitstream.Picture;
import io.cumulonimbus.watch.bitstream.Vp9Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a publication into segments, which are its groups of pictures and have their numbers, and
 * those into parts; media in codecs that files do not have is left out. What it makes follows from
 * the frames alone, so it is the same wherever they come by.
 */
public final class Segmenter {
    /** A group that is longer ends so late; the rest of it is left out. */
    static final int MOST_MS = 12_000;

    private static final int PART_MS = 400;
    private static final int MOST_CONFIG = 64 << 10;
    private static final int MOST_RATE = 1_000;

    private final KeptSegments kept;
    private final Unfit unfit = new Unfit();
    private Optional<Track> video = Optional.empty();
    private Optional<Track> audio = Optional.empty();
    private Optional<Segment> open = Optional.empty();
    private Optional<Header> header = Optional.empty();
    private Part part = new Part(0);
    private boolean bySound;
    private boolean otherVideo;
    private boolean otherAudio;
    private long lastVideo;
    private long lastAudio;
    private int lastMs;
    private int pictureMs;
    private int pictureSpan;
    private Picture said = new Picture(640, 360, 0);

    /**
     * @param kept takes the segments that are whole
     */
    public Segmenter(KeptSegments kept) {
        this.kept = kept;
    }

    /** The next frame; one that came already is left out. */
    public void frame(MediaFrame frame) {
        switch (frame.kind()) {
            case METADATA -> metadata(frame.plainBody());
            case DATA -> {}
            case AUDIO -> {
                if (frame.number() > lastAudio) {
                    lastAudio = frame.number();
                    cut(frame);
                    media(frame, CodedPacket.audio(frame.body()));
                }
            }
            case VIDEO -> {
                if (frame.number() > lastVideo) {
                    lastVideo = frame.number();
                    CodedPacket packet = CodedPacket.video(frame.body());
                    look(frame.body(), packet);
                    cut(frame);
                    media(frame, packet);
                }
            }
        }
    }

    private void metadata(Message body) {
        try {
            byte[] head = {MessageType.DATA, 0, 0, 0, 0};
            TcMessage message = TcMessage.parse(body.withHead(head, 0)).orElseThrow();
            AmfValue first = DataMessage.decode(message).first();
            said =
                    new Picture(
                            (int) number(first, "width", 1 << 15, said.width()),
                            (int) number(first, "height", 1 << 15, said.height()),
                            number(first, "framerate", MOST_RATE, said.framesPerSecond()));
        } catch (MalformedAmfException broken) {
            // whatever it was, pictures have a size
        }
    }

    private static double number(AmfValue said, String name, int below, double otherwise) {
        AmfValue value = AmfValue.UNDEFINED;
        if (said instanceof AmfArray array) {
            value = array.get(name);
        } else if (said instanceof AmfObject object) {
            value = object.get(name);
        }
        double number = value.asNumber().orElse(0);
        return number >= 1 && number < below ? number : otherwise;
    }

    /** The first key frame of VP9 says what its configuration does not. */
    private void look(Message body, CodedPacket packet) {
        boolean open = video.filter(one -> one.picture().isEmpty()).isPresent();
        boolean vp9 = packet.codec().filter(codec -> codec == Codec.VP9).isPresent();
        boolean ours = vp9 && video.map(Track::codec).equals(packet.codec());
        if (open && ours && packet.key() && packet.content() == CodedPacket.Content.SAMPLE) {
            video =
                    Vp9Header.picture(bytes(body, packet.from(), Vp9Header.BYTES))
                            .map(video.get()::of)
                            .or(() -> video);
        }
    }

    private void media(MediaFrame frame, CodedPacket packet) {
        boolean ofVideo = frame.kind() == MediaKind.VIDEO;
        Optional<Track> track = ofVideo ? video : audio;
        Message body = frame.body();
        switch (packet.content()) {
            case CONFIGURATION -> configure(packet, bytes(body, packet.from(), MOST_CONFIG));
            case SAMPLE -> {
                boolean known = track.map(Track::codec).equals(packet.codec());
                boolean other = ofVideo ? otherVideo : otherAudio;
                if (known && !other && body.length() > packet.from()) {
                    add(ofVideo, sample(frame, packet));
                }
            }
            case NOTHING -> {
                if (!packet.name().isEmpty()) {
                    unfit.note(packet.name(), frame.timestamp());
                }
            }
        }
    }

    /** What the open segment did not begin with is left out up to the next one. */
    private void configure(CodedPacket packet, byte[] record) {
        Optional<Track> said = Configurations.track(packet.codec().orElseThrow(), record);
        boolean ofVideo = said.filter(Track::video).isPresent();
        Optional<Track> before = ofVideo ? video : audio;
        if (said.isEmpty() || before.filter(said.get()::configuresAs).isPresent()) {
            return;
        }
        if (ofVideo) {
            otherVideo = true;
            video = said;
        } else {
            otherAudio = true;
            audio = said;
        }
    }

    private static Sample sample(MediaFrame frame, CodedPacket packet) {
        return new Sample(
                frame.body(),
                packet.from(),
                frame.timestamp(),
                packet.shownLaterMs(),
                packet.key());
    }

    private static byte[] bytes(Message body, int from, int most) {
        byte[] bytes = new byte[Math.clamp(body.length() - from, 0, most)];
        body.copyTo(Math.min(from, body.length()), bytes, 0, bytes.length);
        return bytes;
    }

    /** Ends the open segment and begins another where the frame says so. */
    private void cut(MediaFrame frame) {
        long ahead = open.isEmpty() ? 1 : Groups.number(frame.group()) - open.get().number();
        boolean early = ahead == 1 && frame.kind() == MediaKind.AUDIO && !frame.opens();
        if (ahead <= 0 || early) {
            return; // sound may come before the picture that it belongs to
        }
        finish(ahead == 1 ? frame.timestamp() : pictureMs + pictureSpan);
        List<Track> tracks = frame.opens() ? tracks() : List.of();
        if (tracks.isEmpty()) {
            return; // its beginning has not come by here, or there is nothing to make it of
        }
        Header needed = Header.of(tracks);
        header =
                header.filter(had -> had.number() == needed.number()).or(() -> Optional.of(needed));
        int time = frame.timestamp();
        Segment next =
                new Segment(
                        frame.publication(), frame.group(), header.get(), video.isPresent(), time);
        kept.goesOn(next);
        open = Optional.of(next);
        otherVideo = false;
        otherAudio = false;
        bySound = frame.kind() == MediaKind.AUDIO;
        part = new Part(time);
        lastMs = time;
    }

    private void add(boolean ofVideo, Sample sample) {
        if (open.isEmpty()) {
            return;
        }
        int time = sample.timeMs();
        if (ofVideo || leads(time)) {
            if (time - open.get().beginMs() > MOST_MS) {
                finish(time);
                return;
            }
            if (time - part.beginMs() >= PART_MS) {
                endPart(time);
            }
        }
        if (ofVideo) {
            pictureSpan = time - pictureMs;
            pictureMs = time;
        }
        part.add(ofVideo, sample);
        lastMs = time - lastMs > 0 ? time : lastMs;
    }

    /** Whether sound decides where parts end: where there is no picture, or none any more. */
    private boolean leads(int timeMs) {
        return bySound || video.isEmpty() || timeMs - part.beginMs() > MOST_MS;
    }

    private void endPart(int time) {
        if (!part.isEmpty()) {
            part.end(time - part.beginMs() < 0 ? part.beginMs() : time);
            open.ifPresent(segment -> segment.add(part));
        }
        part = new Part(time);
    }

    /** The open segment ends here, or where its last sample is if that cannot be. */
    private void finish(int time) {
        if (open.isPresent()) {
            int span = time - lastMs;
            endPart(span > -MOST_MS && span <= MOST_MS ? time : lastMs);
            open.filter(segment -> segment.parts() > 0).ifPresent(kept::add);
            open = Optional.empty();
        }
    }

    /** Nothing more comes. */
    public void end() {
        finish(lastMs);
    }

    private List<Track> tracks() {
        List<Track> tracks = new ArrayList<>(2);
        video.ifPresent(track -> tracks.add(track.sized(said)));
        audio.ifPresent(tracks::add);
        return tracks;
    }

    /** Says why nothing can be made of it, where that is certain. */
    public Optional<String> refusal() {
        return tracks().isEmpty() ? unfit.refusal() : Optional.empty();
    }

    /** What there is at this moment. */
    public Listing listing() {
        return new Listing(tracks(), kept.list(), open);
    }
}
