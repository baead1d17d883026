package io.cumulonimbus.rtmp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cumulonimbus.amf.AmfArray;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfStructure;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.rtmp.message.DataMessage.Action;
import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.testkit.Vectors;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DataMessageTest {
    private static final DataMessage METADATA =
            new DataMessage(
                    Action.KEEP,
                    "onMetaData",
                    List.of(AmfArray.ecma().put("width", AmfValue.of(640))));

    @Test
    void metadataAsFfmpegPublishesItIsToBeKept() throws MalformedAmfException {
        TcMessage sent =
                TcMessage.of(
                        0x12,
                        0,
                        Vectors.hex(
                                "02000d40736574446174614672616d65 02000a6f6e4d65746144617461"
                                        + "0800000001 00057769647468 004084000000000000 000009"));

        DataMessage data = DataMessage.decode(sent);

        assertThat(data.action()).isEqualTo(Action.KEEP);
        assertThat(data.isMetadata()).isTrue();
        assertThat(AmfStructure.same(data.values(), METADATA.values())).isTrue();
        assertThat(METADATA.toServerMessage(ObjectEncoding.AMF0, 0)).isEqualTo(sent);
    }

    @ParameterizedTest
    @EnumSource(ObjectEncoding.class)
    void viewersGetTheCallWithoutTheRequestToKeepIt(ObjectEncoding publisher)
            throws MalformedAmfException {
        TcMessage sent = METADATA.toServerMessage(publisher, 40);

        DataMessage old =
                DataMessage.decode(
                        DataMessage.decode(sent).toMessage(ObjectEncoding.AMF0, sent.timestamp()));
        TcMessage shared = DataMessage.decode(sent).forward(sent);

        assertThat(old.action()).isEqualTo(Action.PASS);
        assertThat(old.isMetadata()).isTrue();
        assertThat(shared.type()).isEqualTo(MessageType.DATA_EXTENDED);
        assertThat(shared.timestamp()).isEqualTo(40);
        assertThat(DataMessage.decode(shared).handler()).isEqualTo("onMetaData");
        assertThat(DataMessage.decode(shared).action()).isEqualTo(Action.PASS);
        assertThat(AmfStructure.same(DataMessage.decode(shared).values(), METADATA.values()))
                .isTrue();
    }

    @Test
    void whatIsSentToViewersIsForwardedByteForByte() throws MalformedAmfException {
        DataMessage call = DataMessage.of("chat", new AmfObject().put("text", "hi"));
        TcMessage plain = call.toMessage(ObjectEncoding.AMF0, 5);
        TcMessage extended = call.toMessage(ObjectEncoding.AMF3, 5);

        assertThat(DataMessage.decode(extended).forward(extended)).isEqualTo(extended);
        assertThat(Vectors.hex(DataMessage.decode(plain).forward(plain).payload()))
                .isEqualTo("00" + Vectors.hex(plain.payload()));
    }

    @Test
    void aFrameThatIsClearedHasNoValues() throws MalformedAmfException {
        TcMessage sent =
                new DataMessage(Action.FORGET, "onMetaData", List.of())
                        .toServerMessage(ObjectEncoding.AMF3, 0);

        assertThat(DataMessage.decode(sent))
                .isEqualTo(new DataMessage(Action.FORGET, "onMetaData", List.of()));
    }

    @Test
    void dataWithoutAHandlerIsMalformed() {
        for (String hex : new String[] {"", "05", "02000d40736574446174614672616d65"}) {
            assertThatThrownBy(() -> DataMessage.decode(TcMessage.of(0x12, 0, Vectors.hex(hex))))
                    .isInstanceOf(MalformedAmfException.class);
        }
    }
}
