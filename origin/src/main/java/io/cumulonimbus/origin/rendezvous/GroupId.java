package io.cumulonimbus.origin.rendezvous;

import io.cumulonimbus.client.Message;
import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import io.cumulonimbus.rtmfp.packet.PacketReader;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** The id of a NetGroup, as a key: 32 bytes that are not written to. */
record GroupId(byte[] bytes) {
    private static final int LENGTH = 32;

    /** A wish to join. */
    private static final int JOIN = 0x01;

    /** What follows is a name, of which the server makes the id. */
    private static final int NAME = 0x10;

    /** A longer message is no join. */
    private static final int MOST = 4096;

    /**
     * Reads a join: {@code 01}, the length of what follows, then {@code 10} and a name, or any
     * other byte (Flash Player: {@code 15}) and the id itself. Empty when it is anything else.
     */
    // Not standardised: checklist 232, cumulus.md §5.2
    static Optional<GroupId> joinedBy(Message message) {
        if (message.length() > MOST) {
            return Optional.empty();
        }
        PacketReader in = new PacketReader(message.toBytes());
        try {
            if (in.u8() != JOIN) {
                return Optional.empty();
            }
            in.limit(in.vluLength());
            int form = in.u8();
            return Optional.of(new GroupId(form == NAME ? Sha256.of(in.rest()) : in.bytes(LENGTH)));
        } catch (MalformedPacketException bad) {
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GroupId g && Arrays.equals(bytes, g.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
