package io.cumulonimbus.origin.rendezvous;

import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.endpoint.ReceivedHello;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A wish to be introduced on its way to the origin of who is wanted.
 *
 * @param wanted whom
 * @param asker who asks; empty for strangers
 * @param tag of the hello that asked
 * @param from where the asker is seen
 * @param reported what the asker says of its own addresses
 * @param relayed whether the asker may be relayed
 */
record Invitation(
        PeerId wanted,
        Optional<PeerId> asker,
        byte[] tag,
        InetSocketAddress from,
        List<InetSocketAddress> reported,
        boolean relayed) {
    private static final byte[] NO_NONCE = {};

    static Invitation of(Introduction wish) {
        return new Invitation(
                wish.wanted(),
                wish.identity().map(identity -> new PeerId(identity.peerId())),
                wish.hello().tag(),
                wish.asker(),
                wish.reported(),
                wish.relayed());
    }

    /** The same wish at the other origin. */
    Introduction wish(Introduction.End home) {
        ReceivedHello hello =
                new ReceivedHello(
                        EndpointDiscriminator.ofFingerprint(wanted.bytes()),
                        false,
                        tag,
                        from,
                        Optional.empty(),
                        addresses -> {},
                        () -> {});
        return new Introduction(
                wanted,
                hello,
                reported,
                asker.map(
                        id ->
                                new ClientIdentity(
                                        Protocol.RTMFP, id.bytes(), "", NO_NONCE, NO_NONCE)),
                Optional.empty(),
                relayed && asker.isPresent(),
                home);
    }

    byte[] written() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(wanted.bytes());
            out.writeBoolean(asker.isPresent());
            out.write(asker.map(PeerId::bytes).orElse(NO_NONCE));
            out.writeShort(tag.length);
            out.write(tag);
            write(out, from);
            out.writeByte(reported.size());
            for (InetSocketAddress address : reported) {
                write(out, address);
            }
            out.writeBoolean(relayed);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    static Invitation read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            PeerId wanted = id(in);
            Optional<PeerId> asker = in.readBoolean() ? Optional.of(id(in)) : Optional.empty();
            byte[] tag = in.readNBytes(in.readUnsignedShort());
            InetSocketAddress from = address(in);
            List<InetSocketAddress> reported = new ArrayList<>();
            for (int left = in.readUnsignedByte(); left > 0; left--) {
                reported.add(address(in));
            }
            boolean relayed = in.available() > 0 && in.readBoolean(); // 1.0 did not say so
            return new Invitation(wanted, asker, tag, from, reported, relayed);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // another version's: the loop says so
        }
    }

    private static PeerId id(DataInputStream in) throws IOException {
        return new PeerId(in.readNBytes(ClientIdentity.PEER_ID_LENGTH));
    }

    static void write(DataOutputStream out, InetSocketAddress address) throws IOException {
        byte[] host = address.getAddress().getAddress();
        out.writeByte(host.length);
        out.write(host);
        out.writeShort(address.getPort());
    }

    static InetSocketAddress address(DataInputStream in) throws IOException {
        InetAddress host = InetAddress.getByAddress(in.readNBytes(in.readUnsignedByte()));
        return new InetSocketAddress(host, in.readUnsignedShort());
    }
}
