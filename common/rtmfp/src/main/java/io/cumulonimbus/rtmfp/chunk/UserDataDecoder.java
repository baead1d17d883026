package io.cumulonimbus.rtmfp.chunk;

import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import io.cumulonimbus.rtmfp.packet.Option;
import io.cumulonimbus.rtmfp.packet.Options;
import io.cumulonimbus.rtmfp.packet.PacketReader;
import java.util.List;

/**
 * Reads User Data and Next User Data, and remembers within one packet what the latter leaves out
 * (RFC 7016 §2.3.11, §2.3.12).
 */
final class UserDataDecoder {
    static final int FLAG_OPTIONS = 0x80;
    static final int FRAGMENT_SHIFT = 4;
    static final int FLAG_ABANDON = 0x02;
    static final int FLAG_FINAL = 0x01;

    private static final FragmentControl[] FRAGMENTS = FragmentControl.values();
    private static final byte[] NOTHING = {};

    private boolean follows;
    private long flowId;
    private long sequenceNumber;
    private long forwardSequenceNumber;

    /** A packet begins: nothing to follow yet. */
    void begin() {
        follows = false;
    }

    UserData userData(PacketReader in) throws MalformedPacketException {
        // After a malformed chunk nobody knows what a Next User Data would follow.
        follows = false;
        int flags = in.u8();
        flowId = in.vlu();
        sequenceNumber = in.vlu();
        long offset = in.vlu();
        // RFC 7016 §2.3.11
        if (sequenceNumber == 0 || Long.compareUnsigned(offset, sequenceNumber) > 0) {
            throw new MalformedPacketException("sequence number 0, or a larger forward offset");
        }
        if (offset == 0 && (flags & FLAG_ABANDON) == 0) {
            throw new MalformedPacketException("forward offset 0 without abandon");
        }
        forwardSequenceNumber = sequenceNumber - offset;
        return behindNumbers(flags, in);
    }

    UserData nextUserData(PacketReader in) throws MalformedPacketException {
        if (!follows) {
            throw new MalformedPacketException("next user data without user data");
        }
        follows = false;
        int flags = in.u8();
        sequenceNumber++;
        if (sequenceNumber == 0) {
            throw new MalformedPacketException("a sequence number of more than 64 bits");
        }
        return behindNumbers(flags, in);
    }

    private UserData behindNumbers(int flags, PacketReader in) throws MalformedPacketException {
        List<Option> options =
                (flags & FLAG_OPTIONS) != 0 ? Options.readList(in) : List.<Option>of();
        boolean abandon = (flags & FLAG_ABANDON) != 0;
        // RFC 7016 §2.3.11: the data of an abandoned fragment is ignored.
        byte[] data = abandon ? NOTHING : in.rest();
        follows = true;
        return new UserData(
                flowId,
                sequenceNumber,
                forwardSequenceNumber,
                FRAGMENTS[flags >>> FRAGMENT_SHIFT & 3],
                abandon,
                (flags & FLAG_FINAL) != 0,
                options,
                data);
    }
}
