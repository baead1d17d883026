package io.cumulonimbus.net.watch;

import io.cumulonimbus.watch.WatchPath;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The page with a player that each stream has, and what the page needs: nothing is asked elsewhere.
 * Any thread.
 */
final class PlayerPages {
    private static final String PAGE = "html";
    private static final String HTML = "text/html; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";
    private static final String PLAIN_HOST = "[A-Za-z0-9._:\\[\\]-]{1,255}";

    private static final PlayerFile PLAYER = PlayerFile.load("player.html", HTML);
    private static final Map<String, PlayerFile> PARTS =
            Map.of(
                    "/player/hls.js", PlayerFile.load("hls.js", SCRIPT),
                    "/player/hls.LICENSE",
                            PlayerFile.load("hls.LICENSE", "text/plain; charset=utf-8"),
                    "/player/player.css", PlayerFile.load("player.css", "text/css; charset=utf-8"),
                    "/player/player.js", PlayerFile.load("player.js", SCRIPT),
                    "/player/mpegts.js", PlayerFile.load("mpegts.js", SCRIPT),
                    "/player/mpegts.LICENSE",
                            PlayerFile.load("mpegts.LICENSE", "text/plain; charset=utf-8"));

    private final String framers;

    /**
     * @param rules say whose pages may have the page in a frame
     */
    PlayerPages(WatchRules rules) {
        String sites = rules.origins().stream().sorted().collect(Collectors.joining(" "));
        framers = ("'self' " + sites).strip();
    }

    /** What is at that target, if anything. */
    Optional<PlayerFile> find(String target) {
        int query = target.indexOf('?');
        PlayerFile part = PARTS.get(query < 0 ? target : target.substring(0, query));
        if (part != null) {
            return Optional.of(part);
        }
        return WatchPath.parse(target)
                .filter(path -> path.ending().equals(PAGE))
                .map(path -> PLAYER);
    }

    /** The whole reply, the body left out where only the head is wanted. */
    byte[] reply(WatchHttp request, PlayerFile file) {
        boolean zipped = request.header(HttpHeaderNames.ACCEPT_ENCODING).contains("gzip");
        byte[] body = zipped ? file.compressed() : file.plain();
        byte[] head = head(request, file, zipped).getBytes(StandardCharsets.UTF_8);
        if (request.isHead()) {
            return head;
        }
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    private String head(WatchHttp request, PlayerFile file, boolean zipped) {
        int length = zipped ? file.compressed().length : file.plain().length;
        return "HTTP/1.1 200 OK\r\nContent-Type: "
                + file.type()
                + "\r\nContent-Length: "
                + length
                + (zipped ? "\r\nContent-Encoding: gzip" : "")
                + "\r\nVary: Accept-Encoding\r\nCache-Control: "
                + (file == PLAYER ? "no-cache" : "max-age=3600")
                + "\r\nX-Content-Type-Options: nosniff\r\nReferrer-Policy: same-origin"
                + "\r\nCross-Origin-Resource-Policy: same-origin\r\nContent-Security-Policy: "
                + policy(request.host())
                + "\r\n\r\n";
    }

    /** Nothing but ours runs; older browsers do not take 'self' for WebSocket. */
    private String policy(String host) {
        String sockets = host.matches(PLAIN_HOST) ? " ws://" + host + " wss://" + host : "";
        return "default-src 'none'; script-src 'self'; style-src 'self'; media-src 'self' blob:;"
                + " img-src data:; base-uri 'none'; form-action 'none'; connect-src 'self'"
                + sockets
                + "; frame-ancestors "
                + framers;
    }
}
