package io.cumulonimbus.rtmp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cumulonimbus.amf.AmfArray;
import io.cumulonimbus.amf.AmfLimits;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfStructure;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.ExternalClasses;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.testkit.Mutator;
import io.cumulonimbus.testkit.SeededTest;
import io.cumulonimbus.testkit.Vectors;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
    private static TcMessage message(int type, String hex) {
        return TcMessage.of(type, 0, Vectors.hex(hex));
    }

    @Test
    void everyKindOfClientIsAddressedInItsOwnEncoding() throws MalformedAmfException {
        Command command =
                new Command(
                        "f",
                        3,
                        new AmfObject(),
                        List.of(AmfValue.of("x"), AmfArray.of(AmfValue.NULL)));

        TcMessage old = command.toMessage(ObjectEncoding.AMF0);
        TcMessage modern = command.toMessage(ObjectEncoding.AMF3);

        String start = "02000166" + "004008000000000000" + "03000009" + "02000178";
        assertThat(old.type()).isEqualTo(0x14);
        assertThat(Vectors.hex(old.payload())).isEqualTo(start + "0a0000000105");
        assertThat(modern.type()).isEqualTo(0x11);
        assertThat(Vectors.hex(modern.payload())).isEqualTo("00" + start + "1109030101");
        assertThat(AmfStructure.same(Command.decode(old).arguments(), command.arguments()))
                .isTrue();
        assertThat(AmfStructure.same(Command.decode(modern).arguments(), command.arguments()))
                .isTrue();
    }

    @Test
    void librtmfpNamesWhatItPublishesInAmf3() throws MalformedAmfException {
        Command command =
                Command.decode(
                        message(
                                0x11,
                                "00 0200077075626c697368 000000000000000000 05"
                                        + "11060974657374 1106096c697665"));

        assertThat(command.argument(0)).isEqualTo(AmfValue.of("test"));
        assertThat(command.argument(1)).isEqualTo(AmfValue.of("live"));
        assertThat(command.argument(2)).isEqualTo(AmfValue.UNDEFINED);
    }

    @Test
    void aBareNameIsACommandWithoutAnything() throws MalformedAmfException {
        Command command = Command.decode(message(0x14, "0200026869"));

        assertThat(command).isEqualTo(Command.of("hi", 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing at all
                "02000568", // truncated
                "003ff0000000000000", // no name
                "02000266660200026666" // transaction id is a text
            })
    void whatIsNoCommandIsMalformed(String hex) {
        assertThatThrownBy(() -> Command.decode(message(0x14, hex)))
                .isInstanceOf(MalformedAmfException.class);
    }

    @Test
    void onlyFormatZeroAndOnlyCommandTypesAreRead() {
        String payload = "0200026869";

        assertThatThrownBy(() -> Command.decode(message(0x11, "01" + payload)))
                .hasMessageContaining("format");
        assertThatThrownBy(() -> Command.decode(message(0x11, "")))
                .isInstanceOf(MalformedAmfException.class);
        assertThatThrownBy(() -> Command.decode(message(0x12, payload)))
                .isInstanceOf(MalformedAmfException.class);
    }

    @Test
    void aCommandBeyondTheCapIsMalformed() throws MalformedAmfException {
        AmfLimits cap = Command.LIMITS.withMaxBytes(5);
        String fits = "0200026869";

        assertThat(Command.decode(message(0x14, fits), cap, ExternalClasses.FLEX).name())
                .isEqualTo("hi");
        assertThatThrownBy(
                        () -> Command.decode(message(0x14, fits + "05"), cap, ExternalClasses.FLEX))
                .isInstanceOf(MalformedAmfException.class);
    }

    @Test
    void theAnnouncedEncodingIsAmf0UnlessItIsThree() {
        AmfObject connect = new AmfObject();

        assertThat(ObjectEncoding.announcedIn(connect)).isEqualTo(ObjectEncoding.AMF0);
        assertThat(ObjectEncoding.announcedIn(connect.put("objectEncoding", 0)))
                .isEqualTo(ObjectEncoding.AMF0);
        assertThat(ObjectEncoding.announcedIn(connect.put("objectEncoding", 3)))
                .isEqualTo(ObjectEncoding.AMF3);
        assertThat(ObjectEncoding.announcedIn(AmfValue.NULL)).isEqualTo(ObjectEncoding.AMF0);
    }

    @SeededTest(seeds = 200)
    void spoiledMessagesAreReadOrRefused(RandomGenerator random) {
        Mutator mutator = new Mutator(random);
        AmfObject info = new AmfObject().put("code", "x").put("list", AmfArray.of(AmfValue.of(1)));
        Command command = Command.of("call", 5, info, AmfValue.of("y"));
        DataMessage data = new DataMessage(DataMessage.Action.KEEP, "onMetaData", List.of(info));
        for (ObjectEncoding encoding : ObjectEncoding.values()) {
            TcMessage call = command.toMessage(encoding);
            TcMessage frame = data.toServerMessage(encoding, 9);
            for (int i = 0; i < 20; i++) {
                readCommand(TcMessage.of(call.type(), 0, mutator.mutate(call.payload())));
                readData(TcMessage.of(frame.type(), 0, mutator.mutate(frame.payload())));
                UserControl.decode(TcMessage.of(4, 0, mutator.mutate(new byte[10])));
            }
        }
    }

    private static void readCommand(TcMessage message) {
        try {
            assertThat(Command.decode(message).toMessage(ObjectEncoding.AMF3)).isNotNull();
        } catch (MalformedAmfException e) {
            assertThat(e.getStackTrace()).isEmpty();
        }
    }

    private static void readData(TcMessage message) {
        try {
            DataMessage data = DataMessage.decode(message);
            TcMessage forwarded = data.forward(message);
            if (data.action() != DataMessage.Action.FORGET) {
                assertThat(DataMessage.decode(forwarded).values()).hasSameSizeAs(data.values());
            }
        } catch (MalformedAmfException e) {
            assertThat(e.getStackTrace()).isEmpty();
        }
    }
}
