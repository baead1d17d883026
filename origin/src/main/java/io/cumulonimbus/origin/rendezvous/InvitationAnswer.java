package io.cumulonimbus.origin.rendezvous;

import io.cumulonimbus.rtmfp.packet.Address;
import io.cumulonimbus.rtmfp.packet.Origin;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What became of a wish at the other origin, on its way back. */
record InvitationAnswer(IntroductionOutcome outcome, List<Address> addresses) {
    /** None came in time: the asker asks again. */
    static final InvitationAnswer LATE =
            new InvitationAnswer(IntroductionOutcome.OVERLOAD, List.of());

    byte[] written() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(outcome.ordinal());
            out.writeByte(addresses.size());
            for (Address address : addresses) {
                out.writeByte(address.origin().ordinal());
                Invitation.write(out, address.socket());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return bytes.toByteArray();
    }

    static InvitationAnswer read(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            IntroductionOutcome outcome = IntroductionOutcome.values()[in.readUnsignedByte()];
            List<Address> addresses = new ArrayList<>();
            for (int left = in.readUnsignedByte(); left > 0; left--) {
                Origin origin = Origin.values()[in.readUnsignedByte()];
                addresses.add(new Address(Invitation.address(in), origin));
            }
            return new InvitationAnswer(outcome, addresses);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // another version's: the loop says so
        }
    }
}
