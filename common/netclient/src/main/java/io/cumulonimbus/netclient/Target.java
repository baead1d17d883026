package io.cumulonimbus.netclient;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmfp.crypto.RtmfpUri;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;

/**
 * Where a connection goes and who makes it: what is worked out before any loop is touched, as it
 * may block (names) or take a while (keys).
 *
 * @param uri as the server may see it
 * @param app the path without slashes at its ends, with its query
 * @param candidates resolved addresses, all of one family
 * @param identity of this connection alone (RFC 7425 §5.3)
 * @param ownAddresses of this machine
 */
record Target(
        String uri,
        String app,
        List<InetSocketAddress> candidates,
        Identity identity,
        List<InetAddress> ownAddresses) {

    /**
     * Works it out; blocks.
     *
     * @throws CompletionException around a {@link NetClientException}
     */
    static Target of(URI uri, RandomGenerator random) {
        RtmfpUri parts = RtmfpUri.parse(uri.toString());
        if (!parts.scheme().equalsIgnoreCase("rtmfp") || parts.host().isEmpty()) {
            throw failed("Not a URL of the form rtmfp://host[:port]/app: " + parts.publicUri());
        }
        int port =
                parts.effectivePort().orElseThrow(() -> failed("No port number: " + parts.port()));
        String app = parts.path().replaceAll("^/+|/+$", "") + parts.query();
        return new Target(
                parts.publicUri(),
                app,
                resolve(parts.host(), port),
                Identity.client(random),
                OwnAddresses.ofThisMachine());
    }

    private static List<InetSocketAddress> resolve(String host, int port) {
        List<InetSocketAddress> four = new ArrayList<>();
        List<InetSocketAddress> six = new ArrayList<>();
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                (address instanceof Inet4Address ? four : six)
                        .add(new InetSocketAddress(address, port));
            }
        } catch (UnknownHostException unknown) {
            throw failed("Cannot find the address of " + host);
        }
        return four.isEmpty() ? six : four;
    }

    private static CompletionException failed(String why) {
        return new CompletionException(new NetClientException(why));
    }

    /** Any local address of the candidates' family, any port. */
    InetSocketAddress bindAddress() {
        boolean four = candidates.get(0).getAddress() instanceof Inet4Address;
        return new InetSocketAddress(four ? "0.0.0.0" : "::", 0);
    }

    /** What {@code connect} says of us, as Flash Player words it. */
    AmfObject commandObject(ConnectOptions options) {
        AmfObject object =
                new AmfObject()
                        .put("app", app)
                        .put("flashVer", "LNX 20,0,0,286")
                        .put("tcUrl", uri)
                        .put("fpad", false)
                        .put("capabilities", 235)
                        .put("audioCodecs", 3575)
                        .put("videoCodecs", 252)
                        .put("videoFunction", 1)
                        .put("objectEncoding", options.objectEncoding());
        options.properties().members().forEach(object::put);
        return object;
    }

    /** Our own peer id, 64 hexadecimal digits. */
    String peerId() {
        return HexFormat.of().formatHex(identity.certificate().fingerprint());
    }

    /** The server as it is named in messages to people. */
    String server() {
        InetSocketAddress first = candidates.get(0);
        return OwnAddresses.format(first);
    }
}
