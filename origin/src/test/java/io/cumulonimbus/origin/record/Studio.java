package io.cumulonimbus.origin.record;

import io.cumulonimbus.amf.AmfArray;
import io.cumulonimbus.amf.AmfReader;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.AmfWriter;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.config.MediaConfig;
import io.cumulonimbus.flv.FlvReader;
import io.cumulonimbus.flv.FlvTag;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.origin.disk.DiskProxy;
import io.cumulonimbus.stream.Ingress;
import io.cumulonimbus.stream.MediaFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** A library in a folder of its own, and publishers who record into it. */
final class Studio implements AutoCloseable {
    private static final long WAIT_S = 60;

    final Path folder;
    final DiskProxy disk = new DiskProxy(2, 64);
    final Loops loops = Loops.start("studio", 1);
    final AppMedia media;
    private final Ingress ingress = new Ingress(7);

    Studio(Path home, long quotaBytes) {
        this(home, quotaBytes, 0);
    }

    Studio(Path home, long quotaBytes, long reserveBytes) {
        MediaConfig.Rules rules = new MediaConfig.Rules(home, true, true, quotaBytes);
        MediaConfig config = new MediaConfig(rules, Map.of(), reserveBytes);
        media = new MediaLibrary(config, disk, new SplittableRandom(1)).of("live");
        folder = home.resolve("live/streams");
    }

    /** A publisher's recording, and all that it heard. */
    final class Take implements RecordingListener {
        final List<String> heard = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Void> over = new CompletableFuture<>();
        private final RecordingProxy proxy;

        Take(String name, boolean append) {
            proxy = media.record(name, append, loops.loop(0), this).orElseThrow();
        }

        void frame(MediaFrame frame) {
            proxy.frame(frame);
        }

        List<String> cut() throws Exception {
            proxy.finish();
            over.get(WAIT_S, TimeUnit.SECONDS);
            return heard;
        }

        @Override
        public void started() {
            heard.add("started");
        }

        @Override
        public void failed(String why) {
            heard.add("failed: " + why);
        }

        @Override
        public void stopped() {
            heard.add("stopped");
            over.complete(null);
        }
    }

    /** Records pictures of a second, 40 ms apart, from this time of the publisher on. */
    List<String> second(String name, boolean append, int start) throws Exception {
        Take take = new Take(name, append);
        take.frame(metadata());
        pictures(start, 25, take::frame);
        return take.cut();
    }

    void pictures(int start, int count, Consumer<MediaFrame> to) {
        for (int i = 0; i < count; i++) {
            to.accept(video(start + 40 * i, i % 5 == 0, 200));
        }
    }

    MediaFrame video(int time, boolean key, int length) {
        byte[] body = new byte[length];
        body[0] = (byte) (key ? 0x12 : 0x22);
        return ingress.video(time, Message.of(body), 0).orElseThrow();
    }

    MediaFrame metadata() {
        byte[] said =
                AmfWriter.amf0()
                        .write(AmfValue.of("onMetaData"))
                        .write(
                                AmfArray.ecma()
                                        .put("width", AmfValue.of(320))
                                        .put("duration", AmfValue.of(99)))
                        .toBytes();
        Message body = Message.of(said);
        return ingress.metadata(0, body, body);
    }

    Path file(String name) {
        return folder.resolve(name + ".flv");
    }

    List<FlvTag> tags(String name) throws Exception {
        List<FlvTag> tags = new ArrayList<>();
        FlvReader reader = new FlvReader();
        reader.feed(Files.readAllBytes(file(name)), tags::add);
        reader.finish(tags::add);
        return tags;
    }

    List<Integer> times(String name) throws Exception {
        return tags(name).stream()
                .filter(tag -> tag.type() != FlvTag.SCRIPT)
                .map(FlvTag::timestamp)
                .toList();
    }

    /** A number of the metadata that the file begins with. */
    double said(String name, String member) throws Exception {
        AmfReader reader = AmfReader.amf0(tags(name).get(0).data());
        reader.read();
        return ((AmfArray) reader.read()).get(member).asNumber().orElse(-1);
    }

    /** All files, hidden ones too. */
    List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(path -> folder.relativize(path).toString())
                    .sorted()
                    .toList();
        }
    }

    @Override
    public void close() {
        loops.close();
        disk.close();
    }
}
