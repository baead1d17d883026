package io.cumulonimbus.rtmp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cumulonimbus.amf.AmfByteArray;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Shared objects on the wire. */
class SharedObjectMessageTest {
    private static SharedObjectMessage decode(int type, String hex) throws MalformedAmfException {
        return SharedObjectMessage.decode(
                TcMessage.of(type, 0, HexFormat.of().parseHex(hex.replace(" ", ""))));
    }

    @Test
    void aUseOfAPersistentObjectIsTheseBytes() throws Exception {
        String bytes = "0004 63686174 00000007 00000002 00000000 01 00000000";
        SharedObjectMessage use =
                new SharedObjectMessage("chat", 7, true, List.of(new SharedObjectEvent.Use()));
        assertThat(decode(MessageType.SHARED_OBJECT, bytes)).isEqualTo(use);
        assertThat(decode(MessageType.SHARED_OBJECT_EXTENDED, "00" + bytes)).isEqualTo(use);
        assertThat(use.toMessage(ObjectEncoding.AMF0).payload())
                .isEqualTo(HexFormat.of().parseHex(bytes.replace(" ", "")));
        assertThat(use.toMessage(ObjectEncoding.AMF3).payloadByte(0)).isZero();
    }

    @Test
    void oneEventMayChangeSeveralProperties() throws Exception {
        String change = "0001 61 0200 0178 0001 62 0101".replace(" ", "");
        assertThat(
                        decode(
                                        MessageType.SHARED_OBJECT,
                                        "0001 78 00000000 00000000 00000000 03 0000000c" + change)
                                .events())
                .containsExactly(
                        new SharedObjectEvent.RequestChange("a", AmfValue.of("x")),
                        new SharedObjectEvent.RequestChange("b", AmfValue.of(true)));
    }

    @Test
    void format3IsPlainAmf3() throws Exception {
        assertThat(
                        decode(
                                        MessageType.SHARED_OBJECT_EXTENDED,
                                        "03 0001 78 00000000 00000000 00000000"
                                                + " 03 00000006 0001 61 06 03 79")
                                .events())
                .containsExactly(new SharedObjectEvent.RequestChange("a", AmfValue.of("y")));
    }

    @ParameterizedTest
    @EnumSource(ObjectEncoding.class)
    void allEventsSurviveTheWire(ObjectEncoding encoding) throws Exception {
        List<SharedObjectEvent> events =
                List.of(
                        new SharedObjectEvent.Use(),
                        new SharedObjectEvent.Release(),
                        new SharedObjectEvent.RequestChange("à", AmfValue.of(1)),
                        new SharedObjectEvent.Change("b", AmfValue.NULL),
                        new SharedObjectEvent.Success("c"),
                        new SharedObjectEvent.Send("say", List.of(AmfValue.of("x"), AmfValue.NULL)),
                        new SharedObjectEvent.Status("SharedObject.NoWriteAccess", "error"),
                        new SharedObjectEvent.Clear(),
                        new SharedObjectEvent.Remove("d"),
                        new SharedObjectEvent.RequestRemove("e"),
                        new SharedObjectEvent.UseSuccess());
        SharedObjectMessage message = new SharedObjectMessage("o", 0xffffffffL, false, events);
        assertThat(SharedObjectMessage.decode(message.toMessage(encoding))).isEqualTo(message);
    }

    @Test
    void whatOnlyAmf3HasReachesThoseWhoKnowIt() throws Exception {
        AmfValue bytes = new AmfByteArray(new byte[] {1, 2});
        SharedObjectMessage message =
                new SharedObjectMessage(
                        "o", 1, false, List.of(new SharedObjectEvent.Change("b", bytes)));
        assertThat(SharedObjectMessage.decode(message.toMessage(ObjectEncoding.AMF3)))
                .isEqualTo(message);
        assertThat(SharedObjectMessage.decode(message.toMessage(ObjectEncoding.AMF0)).events())
                .hasSize(1);
    }

    @Test
    void whatNobodyKnowsIsLeftOut() throws Exception {
        String bytes = "0001 78 00000000 00000000 00000000 63 00000002 ffff 08 00000000";
        assertThat(decode(MessageType.SHARED_OBJECT, bytes).events())
                .containsExactly(new SharedObjectEvent.Clear());
    }

    @Test
    void everyCutIsRefusedOrWhole() {
        byte[] all =
                new SharedObjectMessage(
                                "o",
                                1,
                                false,
                                List.of(
                                        new SharedObjectEvent.RequestChange("b", AmfValue.of("x")),
                                        new SharedObjectEvent.Use()))
                        .toMessage(ObjectEncoding.AMF0)
                        .payload();
        int wholeEvents = 15 + 5 + 7;
        for (int length = 0; length < all.length; length++) {
            if (length == 15 || length == wholeEvents) {
                continue; // between two events
            }
            TcMessage cut = TcMessage.of(MessageType.SHARED_OBJECT, 0, Arrays.copyOf(all, length));
            assertThatThrownBy(() -> SharedObjectMessage.decode(cut))
                    .as("the first %d bytes", length)
                    .isInstanceOf(MalformedAmfException.class);
        }
    }
}
