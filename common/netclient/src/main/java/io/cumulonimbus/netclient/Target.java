package io.cumulonimbus.netclient;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmfp.crypto.RtmfpUri;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;

/**
 * Where a connection goes and who makes it: what is worked out before any loop is touched, as it
 * may block (names) or take a while (keys).
 *
 * @param protocol what to speak
 * @param uri as the server may see it
 * @param host the server's name
 * @param app the path without slashes at its ends, with its query
 * @param candidates resolved addresses, all of one family
 * @param identity of this connection alone (RFC 7425 §5.3); RTMFP only
 * @param ownAddresses of this machine
 */
record Target(
        Protocol protocol,
        String uri,
        String host,
        String app,
        List<InetSocketAddress> candidates,
        Optional<Identity> identity,
        List<InetAddress> ownAddresses) {

    /**
     * Works it out; blocks.
     *
     * @throws CompletionException around a {@link NetClientException}
     */
    static Target of(URI uri, ConnectOptions options, RandomGenerator random) {
        RtmfpUri parts = RtmfpUri.parse(uri.toString());
        Protocol protocol =
                protocol(parts.scheme())
                        .filter(known -> !parts.host().isEmpty())
                        .orElseThrow(
                                () ->
                                        failed(
                                                "Not a URL of the form rtmfp://host[:port]/app, or"
                                                        + " rtmp, rtmps, rtmpt or rtmpts: "
                                                        + parts.publicUri()));
        int port =
                parts.port().isEmpty()
                        ? usualPort(protocol)
                        : parts.effectivePort()
                                .orElseThrow(() -> failed("No port number: " + parts.port()));
        String app = parts.path().replaceAll("^/+|/+$", "") + parts.query();
        boolean rtmfp = protocol == Protocol.RTMFP;
        return new Target(
                protocol,
                parts.publicUri(),
                parts.host(),
                app,
                resolve(parts.host(), port),
                rtmfp ? Optional.of(identity(options, random)) : Optional.empty(),
                rtmfp && !options.addressesHidden() ? OwnAddresses.ofThisMachine() : List.of());
    }

    private static Identity identity(ConnectOptions options, RandomGenerator random) {
        return options.identity().orElseGet(() -> Identity.client(random, options.groups()));
    }

    private static Optional<Protocol> protocol(String scheme) {
        return Arrays.stream(Protocol.values())
                .filter(protocol -> !protocol.isForViewers())
                .filter(protocol -> protocol.name().equalsIgnoreCase(scheme))
                .findFirst();
    }

    private static int usualPort(Protocol protocol) {
        return switch (protocol) {
            case RTMFP, RTMP -> RtmfpUri.DEFAULT_PORT;
            case RTMPT -> 80;
            case RTMPS, RTMPTS -> 443;
            case HTTP, HTTPS, WS, WSS -> throw new IllegalArgumentException(protocol.name());
        };
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

    /** Our own peer id, 64 hexadecimal digits; empty when the protocol knows none. */
    String peerId() {
        return identity.map(own -> HexFormat.of().formatHex(own.certificate().fingerprint()))
                .orElse("");
    }

    /** What the protocol is carried by, for messages to people. */
    String carriedBy() {
        return protocol == Protocol.RTMFP ? "UDP" : "TCP";
    }

    /** Whether the connection is to be encrypted with TLS. */
    boolean secure() {
        return protocol == Protocol.RTMPS || protocol == Protocol.RTMPTS;
    }

    /** The server as it is named in messages to people. */
    String server() {
        InetSocketAddress first = candidates.get(0);
        return OwnAddresses.format(first);
    }
}
