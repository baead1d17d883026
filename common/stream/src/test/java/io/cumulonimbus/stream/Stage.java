package io.cumulonimbus.stream;

import io.cumulonimbus.client.Message;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A publisher, a fan-out and what the tests say to them. */
final class Stage {
    static final String AVC_HEADER = "1700000000aa";
    static final String AVC_KEY = "1701000000bb";
    static final String AVC_INTER = "2701000000cc";
    static final String AAC_HEADER = "af001210";
    static final String AAC = "af01dd";

    final FanOut fanOut = new FanOut();
    Ingress ingress = new Ingress(1);
    long nowNs;

    static Message hex(String hex) {
        return Message.of(HexFormat.of().parseHex(hex));
    }

    Watcher watcher(DropPolicy policy) {
        return new Watcher(policy, true);
    }

    Watcher watcher() {
        return watcher(DropPolicy.BUFFERED);
    }

    void video(int time, String hex) {
        ingress.video(time, hex(hex), 0).ifPresent(frame -> fanOut.accept(frame, nowNs));
    }

    void audio(int time, String hex) {
        fanOut.accept(ingress.audio(time, hex(hex), 0), nowNs);
    }

    void metadata(int time, String name, String rest) {
        Message body = named(name, rest);
        fanOut.accept(ingress.metadata(time, body, body), nowNs);
    }

    Optional<MediaFrame> lost(String hex) {
        return ingress.video(0, hex(hex), 0);
    }

    void republish(long publication) {
        fanOut.ended(ingress.publication());
        ingress = new Ingress(publication);
    }

    static Message named(String name, String rest) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        return hex("0200%02x".formatted(text.length) + HexFormat.of().formatHex(text) + rest);
    }

    /** One viewer with its three flows. */
    final class Watcher {
        final RecordingSink data = new RecordingSink();
        final RecordingSink audio = new RecordingSink();
        final RecordingSink video = new RecordingSink();
        final Subscription subscription;

        Watcher(DropPolicy policy, boolean amf3) {
            subscription = new Subscription(new Viewer(data, audio, video, amf3, policy));
            fanOut.add(subscription, nowNs);
        }

        List<String> video() {
            return video.texts();
        }

        List<String> audio() {
            return audio.texts();
        }

        void acknowledgeAll() {
            data.acknowledgeAll();
            audio.acknowledgeAll();
            video.acknowledgeAll();
        }
    }
}
