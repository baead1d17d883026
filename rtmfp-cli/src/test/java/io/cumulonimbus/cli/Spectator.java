package io.cumulonimbus.cli;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.netclient.ConnectionListener;
import io.cumulonimbus.netclient.MediaKind;
import io.cumulonimbus.netclient.NetClient;
import io.cumulonimbus.netclient.NetConnectionClient;
import io.cumulonimbus.netclient.PlayOptions;
import io.cumulonimbus.netclient.Status;
import io.cumulonimbus.netclient.StreamListener;
import io.cumulonimbus.netclient.StreamPlayer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** Somebody who plays one stream as fast as it comes, and notes all that comes. */
final class Spectator implements StreamListener, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Codes of statuses, and times: {@code v40}, {@code a45}; headers in capitals. */
    final List<String> seen = new CopyOnWriteArrayList<>();

    final NetConnectionClient connection;
    private final NetClient client = NetClient.start();
    private StreamPlayer player;

    Spectator(String url) throws Exception {
        connection =
                client.connect(URI.create(url), Stage.trustingAnyone(), ConnectionListener.NONE)
                        .get(60, TimeUnit.SECONDS);
    }

    StreamPlayer play(String name, PlayOptions options) throws Exception {
        player = connection.play(name, options, this).get(60, TimeUnit.SECONDS);
        return player;
    }

    /** Plays without a pace. */
    StreamPlayer rush(String name, PlayOptions options) throws Exception {
        play(name, options).setBufferTime(Integer.MAX_VALUE);
        return player;
    }

    @Override
    public void onStatus(Status status) {
        seen.add(status.code());
    }

    @Override
    public void onMessage(MediaKind kind, long timestamp, Message payload) {
        switch (kind) {
            case VIDEO -> seen.add((payload.byteAt(1) == 0 ? "V" : "v") + timestamp);
            case AUDIO -> seen.add((payload.byteAt(1) == 0 ? "A" : "a") + timestamp);
            case DATA -> {
                String text = new String(payload.toBytes(), StandardCharsets.ISO_8859_1);
                for (String code : List.of("NetStream.Play.Complete", "NetStream.Play.Switch")) {
                    if (text.contains(code)) {
                        seen.add(code);
                    }
                }
            }
        }
    }

    /** Waits until something was seen so often. */
    void await(String what, int times) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> seen.stream().filter(what::equals).count() >= times);
    }

    void await(String what) {
        await(what, 1);
    }

    /** The times of pictures, in order. */
    List<Integer> pictures() {
        return seen.stream()
                .filter(one -> one.startsWith("v"))
                .map(one -> Integer.parseUnsignedInt(one.substring(1)))
                .toList();
    }

    /** What was seen behind the last of these. */
    List<String> behind(String what) {
        List<String> all = List.copyOf(seen);
        return all.subList(all.lastIndexOf(what) + 1, all.size());
    }

    @Override
    public void close() {
        client.close();
    }
}
