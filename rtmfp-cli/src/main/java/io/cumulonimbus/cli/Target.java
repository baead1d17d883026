package io.cumulonimbus.cli;

import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.rtmfp.crypto.RtmfpUri;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a URL of the command line means: where to connect, and which stream. The last segment of the
 * path is the stream, what is before it is the application: {@code rtmfp://host/stream} is a stream
 * of the root application. The scheme may be rtmfp, rtmp, rtmps, rtmpt or rtmpts.
 *
 * @param connection the URL to connect to, with the query
 * @param stream the name of the stream, if one was wanted
 */
record Target(URI connection, Optional<String> stream) {
    /** A URL that names a stream. */
    static Target ofStream(String text) throws CommandFailure {
        URI uri = uri(text);
        String path = uri.getRawPath();
        int slash = path.lastIndexOf('/');
        String name = decoded(path.substring(slash + 1));
        if (name.isEmpty()) {
            throw wrong(text, "rtmfp://host[:port]/app/stream");
        }
        String application = slash <= 0 ? "/" : path.substring(0, slash);
        return new Target(withPath(uri, application), Optional.of(name));
    }

    /** A URL that names an application. */
    static Target ofApplication(String text) throws CommandFailure {
        URI uri = uri(text);
        return new Target(
                withPath(uri, uri.getRawPath().isEmpty() ? "/" : uri.getRawPath()),
                Optional.empty());
    }

    /** Where packets of RTMFP go for this URL, which must be of RTMFP; blocks. */
    static InetSocketAddress resolved(URI uri) throws CommandFailure {
        if (!uri.getScheme().equalsIgnoreCase(Protocol.RTMFP.name())) {
            throw new CommandFailure(
                    ExitCode.USAGE, "only rtmfp:// can be probed or flooded, not " + uri);
        }
        int port = uri.getPort() < 0 ? RtmfpUri.DEFAULT_PORT : uri.getPort();
        try {
            String host = uri.getHost().replaceAll("[\\[\\]]", "");
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE, "cannot find the address of " + uri.getHost());
        }
    }

    private static URI uri(String text) throws CommandFailure {
        try {
            URI uri = new URI(text);
            if (!isKnown(uri.getScheme()) || uri.getHost() == null || uri.getRawPath() == null) {
                throw wrong(text, "rtmfp://host[:port]/app");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw wrong(text, "rtmfp://host[:port]/app");
        }
    }

    private static boolean isKnown(String scheme) {
        return Arrays.stream(Protocol.values())
                .filter(protocol -> !protocol.isForViewers())
                .anyMatch(protocol -> protocol.name().equalsIgnoreCase(scheme));
    }

    private static URI withPath(URI uri, String path) {
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + path + query);
    }

    /** Percent escapes only: a plus is a plus in a path. */
    private static String decoded(String segment) {
        return java.net.URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static CommandFailure wrong(String text, String expected) {
        return new CommandFailure(ExitCode.USAGE, "URL '" + text + "': expected " + expected);
    }
}
