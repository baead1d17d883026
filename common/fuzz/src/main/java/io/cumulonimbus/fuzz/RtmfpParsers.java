package io.cumulonimbus.fuzz;

import io.cumulonimbus.rtmfp.chunk.Chunk;
import io.cumulonimbus.rtmfp.chunk.ChunkDecoder;
import io.cumulonimbus.rtmfp.chunk.ChunkEncoder;
import io.cumulonimbus.rtmfp.crypto.Certificate;
import io.cumulonimbus.rtmfp.crypto.DhGroup;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.crypto.RtmfpUri;
import io.cumulonimbus.rtmfp.crypto.SessionKey;
import io.cumulonimbus.rtmfp.crypto.Signature;
import io.cumulonimbus.rtmfp.packet.Addresses;
import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import io.cumulonimbus.rtmfp.packet.Multiplex;
import io.cumulonimbus.rtmfp.packet.Option;
import io.cumulonimbus.rtmfp.packet.Options;
import io.cumulonimbus.rtmfp.packet.PacketHeader;
import io.cumulonimbus.rtmfp.packet.PacketReader;
import io.cumulonimbus.rtmfp.packet.PacketWriter;
import io.cumulonimbus.testkit.Vectors;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The parsers of RTMFP packets and of what stands in them. */
final class RtmfpParsers {
    private static final int CAPACITY = 8192;
    private static final int MAX_CHUNKS = 1 << 16;
    private static final EndpointDiscriminator WANTED = EndpointDiscriminator.ofUri("rtmfp://h/a");

    private RtmfpParsers() {}

    static List<Target> all() {
        return List.of(
                new PlainTarget("packet", RtmfpParsers::packetSeeds, RtmfpParsers::packet),
                new PlainTarget("elements", RtmfpParsers::elementSeeds, RtmfpParsers::elements),
                new PlainTarget(
                        "certificate",
                        () -> Seeds.fields("epd.json", "certificate", "epd"),
                        RtmfpParsers::certificate),
                new PlainTarget(
                        "datagram",
                        () -> Seeds.fields("default-key-packets.json", "encrypted"),
                        RtmfpParsers::datagram),
                new PlainTarget("uri", RtmfpParsers::uriSeeds, RtmfpParsers::uri));
    }

    private static List<byte[]> packetSeeds() {
        List<byte[]> all = new ArrayList<>(Seeds.chunks());
        all.addAll(Seeds.packets(true));
        all.addAll(Seeds.packets(false));
        return all;
    }

    private static List<byte[]> elementSeeds() {
        List<byte[]> all = new ArrayList<>(Seeds.fields("vlu.json", "hex"));
        all.addAll(Seeds.fields("options.json", "hex"));
        all.addAll(Seeds.fields("address.json", "hex"));
        return all;
    }

    private static List<byte[]> uriSeeds() {
        List<byte[]> all = new ArrayList<>();
        Vectors.json("uri.json")
                .findValues("uri")
                .forEach(uri -> all.add(uri.asText().getBytes(StandardCharsets.ISO_8859_1)));
        return all;
    }

    /** What is decoded is encoded and decoded to the same. */
    private static void packet(byte[] input) {
        PacketReader in = new PacketReader(input);
        try {
            PacketHeader.read(in);
        } catch (MalformedPacketException declared) {
            Require.that(declared.getStackTrace().length == 0, "a malformed packet is expensive");
            return;
        }
        List<Chunk> chunks = new ArrayList<>();
        int at = in.position();
        new ChunkDecoder().decode(input, at, input.length - at, chunks::add);
        Require.that(3 * chunks.size() <= input.length, "chunks out of nothing");
        for (Chunk chunk : chunks) {
            byte[] once = encode(chunk);
            if (once.length > 0) {
                List<Chunk> again = new ArrayList<>();
                new ChunkDecoder().decode(once, 0, once.length, again::add);
                if (again.size() != 1 || !Arrays.equals(encode(again.get(0)), once)) {
                    throw new AssertionError(chunk + " became " + again);
                }
            }
        }
    }

    private static byte[] encode(Chunk chunk) {
        PacketWriter out = new PacketWriter(Math.min(CAPACITY, ChunkEncoder.length(chunk)));
        return ChunkEncoder.encode(chunk, out) ? out.toBytes() : new byte[0];
    }

    private static void elements(byte[] input) {
        try {
            PacketReader in = new PacketReader(input);
            while (in.remaining() > 0) {
                in.vlu();
            }
        } catch (MalformedPacketException declared) {
            Require.that(input.length > 0, "nothing is no number without end");
        }
        try {
            PacketReader in = new PacketReader(input);
            while (in.remaining() > 0) {
                in.vluBytes();
            }
        } catch (MalformedPacketException declared) {
            Require.that(input.length > 0, "nothing is no field");
        }
        try {
            List<Option> options = Options.sequence(input);
            List<Option> again = Options.sequence(Options.toBytes(options));
            Require.that(again.equals(options), "options became others");
        } catch (MalformedPacketException declared) {
            Require.that(input.length > 0, "nothing is a list of no options");
        }
        try {
            PacketReader in = new PacketReader(input);
            Options.readList(in);
            while (in.remaining() > 0) {
                Addresses.read(in);
            }
        } catch (MalformedPacketException declared) {
            // No list of options, or no address behind it.
            Require.that(declared.getStackTrace().length == 0, "expensive");
        }
        Addresses.parse(new String(input, StandardCharsets.ISO_8859_1));
    }

    private static void certificate(byte[] input) {
        Signature.isEmpty(input);
        EndpointDiscriminator wanted = WANTED;
        try {
            wanted = EndpointDiscriminator.parse(input);
            wanted.ancillaryData();
            wanted.fingerprint();
            wanted.hostname();
        } catch (MalformedPacketException declared) {
            Require.that(declared.getStackTrace().length == 0, "expensive");
        }
        try {
            Certificate certificate = Certificate.parse(input);
            Require.that(certificate.fingerprint().length == 32, "a fingerprint has 32 bytes");
            Require.that(certificate.canonicalLength() <= input.length, "canonical beyond the end");
            EndpointDiscriminator own =
                    EndpointDiscriminator.ofFingerprint(certificate.fingerprint());
            Require.that(certificate.selectedBy(own), "not selected by its own fingerprint");
            certificate.selectedBy(wanted);
            for (DhGroup group : certificate.groups()) {
                certificate.publicKey(group);
            }
            Require.that(Certificate.parse(certificate.bytes()).equals(certificate), "not itself");
        } catch (MalformedPacketException declared) {
            Require.that(declared.getStackTrace().length == 0, "expensive");
        }
    }

    private static void datagram(byte[] input) {
        Multiplex.sessionId(input, 0, input.length);
        byte[] plain = new byte[input.length];
        int length = SessionKey.defaultKey().open(input, 0, input.length, plain);
        Require.that(
                length == SessionKey.REJECTED || length >= 0 && length < input.length,
                "opened to " + length);
        if (length > 0 && length < MAX_CHUNKS) {
            packet(Arrays.copyOf(plain, length));
        }
    }

    private static void uri(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        RtmfpUri uri = RtmfpUri.parse(text);
        uri.effectivePort();
        String secret = uri.userinfo();
        // What is written a second time, outside of the secret, may be shown.
        boolean elsewhere = text.indexOf(secret) != text.lastIndexOf(secret);
        Require.that(
                secret.length() < 4 || elsewhere || !uri.toString().contains(secret),
                "shows what is before the @");
    }
}
