package io.cumulonimbus.cli;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.PublishOptions;
import io.cumulonimbus.netclient.StreamListener;
import io.cumulonimbus.netclient.StreamPublisher;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A film that is published as fast as somebody needs it: what it says of itself is H.264 and AAC,
 * what is in it nobody decodes. Five pictures a second of its own time, each fifth a key frame.
 */
final class TinyFilm {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final byte[] AVC = {
        0x17, 0, 0, 0, 0, 1, 0x42, (byte) 0xc0, 0x1e, -1, (byte) 0xe1, 0, 1, 0x67, 1, 0, 1, 0x68
    };
    private static final byte[] AAC = {(byte) 0xaf, 0, 0x12, 0x10};

    private final StreamPublisher publisher;
    private int picture;

    private TinyFilm(StreamPublisher publisher) {
        this.publisher = publisher;
    }

    static TinyFilm publish(NetClient client, String url, String name) throws Exception {
        StreamPublisher publisher =
                client.connect(URI.create(url))
                        .get(60, TimeUnit.SECONDS)
                        .publish(name, PublishOptions.RELIABLE, StreamListener.NONE)
                        .get(60, TimeUnit.SECONDS);
        publisher.setDataFrame(
                "onMetaData", new AmfObject().put("videocodecid", 7).put("audiocodecid", 10));
        publisher.write(MediaKind.VIDEO, 0, AVC);
        publisher.write(MediaKind.AUDIO, 0, AAC);
        return new TinyFilm(publisher);
    }

    /** It is over. */
    void end() throws Exception {
        publisher.close().get(60, TimeUnit.SECONDS);
    }

    /** Goes on with another header. */
    void change() {
        byte[] other = AVC.clone();
        other[6] = 0x4d;
        publisher.write(MediaKind.VIDEO, picture * 200L, other);
    }

    private void play() {
        byte[] body = new byte[1000];
        Arrays.fill(body, (byte) picture);
        System.arraycopy(new byte[] {0x27, 1, 0, 0, 0}, 0, body, 0, 5);
        body[0] = (byte) (picture % 5 == 0 ? 0x17 : 0x27);
        publisher.write(MediaKind.VIDEO, picture * 200L, body);
        byte[] sound = {(byte) 0xaf, 1, 33};
        publisher.write(MediaKind.AUDIO, picture * 200L + 10, sound);
        picture++;
    }

    /** Goes on until that is so, which is looked at once in two of its seconds. */
    void playUntil(Callable<Boolean> enough) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(10))
                .until(
                        () -> {
                            play();
                            return picture % 10 == 0 && enough.call();
                        });
    }
}
