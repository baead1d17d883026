package io.cumulonimbus.net.watch;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.watch.StreamViewer;
import io.cumulonimbus.watch.WatchPath;
import io.cumulonimbus.watch.hls.HlsFile;
import io.cumulonimbus.watch.hls.HlsReply;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * Finds the session that a request for a file belongs to. The first playlist opens one on the loop
 * of its connection, and names a folder whose name says which loop that was. Any thread.
 */
final class HlsDesk {
    private static final String PLAYLIST = "m3u8";
    private static final String FOLDER_ENDS = ".hls/";

    private final Map<Loop, HlsProxy> byLoop = new LinkedHashMap<>();
    private final Map<String, HlsProxy> byNode = new LinkedHashMap<>();

    HlsDesk(
            List<? extends Loop> loops,
            Function<Loop, ClientAcceptor> acceptors,
            RandomGenerator random) {
        for (int i = 0; i < loops.size(); i++) {
            Loop loop = loops.get(i);
            String node = Integer.toString(i);
            HlsProxy proxy = new HlsProxy(loop, node, acceptors, random);
            byLoop.put(loop, proxy);
            byNode.put(node, proxy);
        }
        byLoop.values().forEach(proxy -> proxy.among(List.copyOf(byLoop.values())));
    }

    /** The stream that a request begins to watch, if it does. */
    Optional<WatchPath> stream(String target) {
        return WatchPath.parse(target)
                .filter(path -> path.ending().equals(PLAYLIST) && folder(target).isEmpty());
    }

    /** Whether a request names a file of a session. */
    boolean isFile(String target) {
        return !folder(target).isEmpty();
    }

    /** The last folder of the path when it is one of ours, without its ending; or empty. */
    private static String folder(String target) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        int end = path.lastIndexOf('/') + 1;
        if (!path.substring(0, end).endsWith(FOLDER_ENDS)) {
            return "";
        }
        int begin = path.lastIndexOf('/', end - 2) + 1;
        return path.substring(begin, end - FOLDER_ENDS.length());
    }

    void open(Loop loop, Function<Runnable, StreamViewer> viewers, Consumer<HlsReply> reply) {
        byLoop.get(loop).open(viewers, reply);
    }

    void file(String target, Consumer<HlsReply> reply) {
        String id = folder(target);
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        String name = path.substring(path.lastIndexOf('/') + 1);
        Optional<HlsFile> file = HlsFile.parse(name, query < 0 ? "" : target.substring(query + 1));
        HlsProxy proxy = byNode.get(id.substring(0, Math.max(0, id.indexOf('-'))));
        if (file.isEmpty() || proxy == null) {
            reply.accept(HlsReply.refusal(404, "There is no such file"));
        } else {
            proxy.request(id, file.get(), reply);
        }
    }

    /** The whole reply of HTTP; the body left out where only the head is wanted. */
    static byte[] bytes(WatchHttp request, HlsReply reply) {
        String reason =
                switch (reply.status()) {
                    case 200 -> "OK";
                    case 403 -> "Forbidden";
                    case 404 -> "Not Found";
                    default -> "Service Unavailable";
                };
        String head =
                "HTTP/1.1 "
                        + reply.status()
                        + " "
                        + reason
                        + "\r\nContent-Type: "
                        + reply.type()
                        + "\r\nContent-Length: "
                        + reply.body().length
                        + "\r\nCache-Control: "
                        + (reply.fixed() ? "private, max-age=60" : "no-cache")
                        + "\r\nX-Content-Type-Options: nosniff"
                        + (request.origin().isEmpty()
                                ? ""
                                : "\r\nAccess-Control-Allow-Origin: "
                                        + request.origin()
                                        + "\r\nVary: Origin")
                        + "\r\n\r\n";
        byte[] first = head.getBytes(StandardCharsets.UTF_8);
        if (request.isHead()) {
            return first;
        }
        byte[] all = Arrays.copyOf(first, first.length + reply.body().length);
        System.arraycopy(reply.body(), 0, all, first.length, reply.body().length);
        return all;
    }

    void close() {
        byLoop.values().forEach(HlsProxy::close);
    }
}
