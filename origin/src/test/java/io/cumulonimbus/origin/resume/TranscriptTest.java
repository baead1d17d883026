package io.cumulonimbus.origin.resume;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.origin.resume.Transcript.Kind;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is kept of a session, as bytes. */
class TranscriptTest {
    private static Transcript full() {
        Transcript transcript = new Transcript();
        transcript.connect = new byte[] {20, 1};
        transcript.connectTransaction = 1;
        transcript.connected = true;
        transcript.peerInfo = new byte[] {2};
        transcript.lastStream = 7;
        Transcript.Stream stream = transcript.stream(7);
        stream.createdBy = 2;
        stream.publication = -5;
        stream.moves = 3;
        stream.shift = 1L << 32 | 4;
        stream.begun = true;
        transcript.stream(8);
        stream.said.put(Kind.ROLE, new byte[] {4});
        transcript.objects.put("p board", new byte[] {5, 6});
        transcript.groups.add(new byte[] {7});
        transcript.groups.add(new byte[0]);
        return transcript;
    }

    @Test
    void whatIsReadIsWhatWasWritten() {
        byte[] bytes = full().toBytes();
        Transcript read = Transcript.parse(bytes, new byte[0]).orElseThrow();
        assertThat(read.toBytes()).isEqualTo(bytes);
        assertThat(read.streams.get(7L).publication).isEqualTo(-5);
        assertThat(read.streams.get(7L).begun).isTrue();
        assertThat(read.streams.get(8L).begun).isFalse();
        assertThat(read.streams.get(7L).shift).isEqualTo(1L << 32 | 4);
        assertThat(read.streams.get(8L).shift).isZero();
        assertThat(read.objects.get("p board")).containsExactly(5, 6);
        assertThat(read.groups).hasSize(2);
    }

    @Test
    void theVersionBeforeIsReadToo() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(1);
        out.write(20);
        out.writeDouble(1);
        out.writeBoolean(true);
        out.writeInt(0);
        out.writeLong(3);
        out.writeInt(1);
        out.writeLong(3);
        out.writeDouble(2);
        out.writeInt(1);
        out.writeByte(Kind.VIDEO_HEADER.ordinal());
        out.writeInt(1);
        out.write(9);
        Transcript read = Transcript.parse(bytes.toByteArray(), new byte[0]).orElseThrow();
        assertThat(read.connect).containsExactly(20);
        assertThat(read.lastStream).isEqualTo(3);
        assertThat(read.streams.get(3L).said.get(Kind.VIDEO_HEADER)).containsExactly(9);
        assertThat(read.streams.get(3L).begun).as("as it was taken then").isTrue();
        assertThat(read.objects).isEmpty();
    }

    @Test
    void whatIsBrokenOrOfAVersionToComeIsNotRead() {
        byte[] bytes = full().toBytes();
        int withoutShifts = bytes.length - 4 - 2 * 8;
        for (int length = 0; length < bytes.length; length++) {
            assertThat(Transcript.parse(Arrays.copyOf(bytes, length), new byte[0]).isPresent())
                    .as("%d bytes", length)
                    .isEqualTo(length == withoutShifts);
        }
        bytes[0]++;
        assertThat(Transcript.parse(bytes, new byte[0])).isEmpty();
    }
}
