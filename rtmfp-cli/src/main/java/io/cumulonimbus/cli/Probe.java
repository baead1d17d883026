package io.cumulonimbus.cli;

import io.cumulonimbus.rtmfp.chunk.Chunk;
import io.cumulonimbus.rtmfp.chunk.CookieChange;
import io.cumulonimbus.rtmfp.chunk.IHello;
import io.cumulonimbus.rtmfp.chunk.IIKeying;
import io.cumulonimbus.rtmfp.chunk.Ping;
import io.cumulonimbus.rtmfp.chunk.PingReply;
import io.cumulonimbus.rtmfp.chunk.RHello;
import io.cumulonimbus.rtmfp.chunk.RIKeying;
import io.cumulonimbus.rtmfp.chunk.Redirect;
import io.cumulonimbus.rtmfp.chunk.SessionClose;
import io.cumulonimbus.rtmfp.crypto.Certificate;
import io.cumulonimbus.rtmfp.crypto.DhGroup;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmfp.crypto.InitiatorKeying;
import io.cumulonimbus.rtmfp.crypto.KeyingException;
import io.cumulonimbus.rtmfp.crypto.KeyingPolicy;
import io.cumulonimbus.rtmfp.crypto.SessionKey;
import io.cumulonimbus.rtmfp.crypto.SessionKeys;
import io.cumulonimbus.rtmfp.crypto.Signature;
import io.cumulonimbus.rtmfp.packet.Address;
import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A handshake done by hand, step by step, to see and to time each (RFC 7016 §3.5.1). */
final class Probe implements AutoCloseable {
    private static final int TAG_LENGTH = 16;
    private static final int MAX_REDIRECTS = 8;
    private static final long RETRY_NS = 1_000_000_000L;
    private static final int PINGS = 7;

    /**
     * UDP payloads tried, largest first: Ethernet and PPPoE over IPv4, IPv6's least, usual ones.
     */
    private static final int[] SIZES = {1472, 1464, 1452, 1400, 1280, 1232, 1192, 1024, 548};

    private final SecureRandom random = new SecureRandom();
    private final Identity identity = Identity.client(random);
    private final ProbeSocket socket = new ProbeSocket();
    private final List<InetSocketAddress> redirects = new ArrayList<>();
    private final int nearId = 1 + random.nextInt(Integer.MAX_VALUE - 1);
    private final List<InetSocketAddress> candidates = new ArrayList<>();
    private InetSocketAddress server;
    private RHello hello;
    private Certificate certificate;
    private SessionKey key;
    private SessionKeys keys;
    private int farId;

    Probe(InetSocketAddress server) throws IOException {
        this.server = server;
    }

    /** Who answered, behind all redirects. */
    InetSocketAddress server() {
        return server;
    }

    List<InetSocketAddress> redirects() {
        return redirects;
    }

    Certificate certificate() {
        return certificate;
    }

    SessionKeys keys() {
        return keys;
    }

    /** The group of the key agreement: the first of the server's that we have. */
    Optional<DhGroup> group() {
        List<DhGroup> ours = identity.certificate().groups();
        return certificate.groups().stream().filter(ours::contains).findFirst();
    }

    /** Finds the server; answers how long that took in nanoseconds, redirects included, or -1. */
    long hello(String uri, long deadlineNs) throws IOException, MalformedPacketException {
        IHello question = new IHello(EndpointDiscriminator.ofUri(uri).bytes(), newTag());
        long beganNs = System.nanoTime();
        candidates.add(server);
        for (long nowNs = beganNs; hello == null && nowNs < deadlineNs; nowNs = System.nanoTime()) {
            for (InetSocketAddress candidate : candidates) {
                socket.sendStartup(question, candidate);
            }
            awaitHello(question, Math.min(deadlineNs, nowNs + RETRY_NS));
        }
        if (hello == null) {
            return -1;
        }
        certificate = Certificate.parse(hello.certificate());
        return System.nanoTime() - beganNs;
    }

    private byte[] newTag() {
        byte[] tag = new byte[TAG_LENGTH];
        random.nextBytes(tag);
        return tag;
    }

    private void awaitHello(IHello question, long untilNs) throws IOException {
        byte[] tag = question.tag();
        while (hello == null && System.nanoTime() < untilNs) {
            for (Chunk chunk : socket.receiveStartup(untilNs)) {
                if (chunk instanceof RHello answer && Arrays.equals(answer.tagEcho(), tag)) {
                    hello = answer;
                    server = socket.from();
                } else if (chunk instanceof Redirect redirect
                        && Arrays.equals(redirect.tagEcho(), tag)) {
                    follow(redirect, question);
                }
            }
        }
    }

    /** From now on those are asked too to whom we were sent; the first to answer is the server. */
    // RFC 7016 §3.5.1.1.1
    private void follow(Redirect redirect, IHello question) {
        List<InetSocketAddress> to =
                redirect.addresses().isEmpty()
                        ? List.of(socket.from())
                        : redirect.addresses().stream().map(Address::socket).toList();
        for (InetSocketAddress address : to) {
            if (redirects.size() < MAX_REDIRECTS && !redirects.contains(address)) {
                redirects.add(address);
                ask(address, question);
            }
        }
    }

    private void ask(InetSocketAddress address, IHello question) {
        try {
            socket.sendStartup(question, address);
            candidates.add(address);
        } catch (IOException noWay) {
            // Of several addresses some may be of networks that we are not in.
        }
    }

    /** Where the server sees us, and its other addresses do; in the session only. */
    Whereabouts whereabouts(long roundTripNs, long deadlineNs) throws IOException {
        byte[] ourselves = identity.certificate().fingerprint();
        IHello question =
                new IHello(EndpointDiscriminator.ofFingerprint(ourselves).bytes(), newTag());
        long patienceNs = 4 * roundTripNs + TimeUnit.MILLISECONDS.toNanos(250);
        return new SelfSearch(socket, question, patienceNs, deadlineNs).at(server);
    }

    /** Agrees on keys; answers how long that took in nanoseconds, or -1 without an answer. */
    long keying(long deadlineNs) throws IOException, KeyingException {
        long beganNs = System.nanoTime();
        InitiatorKeying keying =
                InitiatorKeying.create(identity, certificate, KeyingPolicy.CLIENT, random);
        byte[] cookie = hello.cookie();
        while (keys == null && System.nanoTime() < deadlineNs) {
            socket.sendStartup(iiKeying(cookie, keying), server);
            for (Chunk chunk : socket.receiveStartup(retryNs(deadlineNs))) {
                if (chunk instanceof RIKeying answer) {
                    keys = keying.complete(answer.keyingComponent());
                    farId = answer.responderSessionId();
                } else if (chunk instanceof CookieChange change) {
                    cookie = change.newCookie();
                }
            }
        }
        if (keys == null) {
            return -1;
        }
        key = SessionKey.of(keys);
        return System.nanoTime() - beganNs;
    }

    /** A keying of our own making with a cookie that is not the server's. */
    IIKeying keyingWith(byte[] cookie) throws KeyingException {
        return iiKeying(
                cookie, InitiatorKeying.create(identity, certificate, KeyingPolicy.CLIENT, random));
    }

    /** The same with the cookie that the server gave us, which is good from our port only. */
    IIKeying keyingWithOwnCookie() throws KeyingException {
        return keyingWith(hello.cookie());
    }

    /** A datagram with a chunk of the handshake. */
    byte[] startupPacket(Chunk chunk) {
        return socket.startup(chunk);
    }

    /** Writes a datagram with a chunk of the session; answers its length. */
    int seal(Chunk chunk, byte[] datagram) {
        return socket.seal(chunk, key, farId, datagram);
    }

    /** Our end, to send many packets with. */
    DatagramChannel channel() {
        return socket.channel();
    }

    private IIKeying iiKeying(byte[] cookie, InitiatorKeying keying) {
        return new IIKeying(
                nearId,
                cookie,
                identity.certificate().bytes(),
                keying.component(),
                Signature.empty(),
                new byte[0]);
    }

    /** The median round trip of some pings in nanoseconds, or -1 when none is answered. */
    long roundTripNs(long deadlineNs) throws IOException {
        long[] trips = new long[PINGS];
        for (int i = 0; i < PINGS; i++) {
            long beganNs = System.nanoTime();
            if (ping(0, RETRY_NS, deadlineNs) < 0) {
                return -1;
            }
            trips[i] = System.nanoTime() - beganNs;
        }
        Arrays.sort(trips);
        return trips[PINGS / 2];
    }

    /** The largest UDP payload of those tried that the server takes, or -1. */
    int largestPayload(long roundTripNs, long deadlineNs) throws IOException {
        long patienceNs = 4 * roundTripNs + TimeUnit.MILLISECONDS.toNanos(100);
        for (int size : SIZES) {
            int length = -1;
            for (int i = 0; i < 2 && length < 0; i++) {
                length = ping(size, patienceNs, deadlineNs);
            }
            if (length > 0) {
                return length;
            }
        }
        return -1;
    }

    /** Answers the length of the datagram that was answered, or -1. */
    private int ping(int size, long patienceNs, long deadlineNs) throws IOException {
        byte[] question = new byte[Long.BYTES];
        random.nextBytes(question);
        int length;
        try {
            length = socket.send(new Ping(question), key, farId, size, server);
        } catch (IOException tooLong) {
            return -1;
        }
        long giveUpNs = Math.min(deadlineNs, System.nanoTime() + patienceNs);
        while (System.nanoTime() < giveUpNs) {
            for (Chunk chunk : socket.receive(key, giveUpNs)) {
                if (chunk instanceof PingReply reply
                        && Arrays.equals(reply.messageEcho(), question)) {
                    return length;
                }
            }
        }
        return -1;
    }

    private static long retryNs(long deadlineNs) {
        return Math.min(deadlineNs, System.nanoTime() + RETRY_NS);
    }

    /** Says goodbye if there is a session. */
    @Override
    public void close() throws IOException {
        try (socket) {
            if (key != null) {
                socket.send(new SessionClose(), key, farId, 0, server);
            }
        }
    }
}
