package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfReader;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.AmfWriter;
import io.cumulonimbus.flv.FlvTag;
import org.junit.jupiter.api.Test;

/** Data on its way between messages and files. */
class ScriptTagTest {
    private static final int SWITCH_TO_AMF3 = 0x11;
    private static final int OBJECT = 3;

    private final byte[] switching =
            AmfWriter.amf0SwitchingToAmf3()
                    .write(AmfValue.of("onMetaData"))
                    .write(new AmfObject().put("width", 320))
                    .toBytes();
    private final int afterName = 3 + "onMetaData".length();

    @Test
    void filesGetAmf0Alone() throws Exception {
        assertThat(switching[afterName]).isEqualTo((byte) SWITCH_TO_AMF3);
        FlvTag tag = ScriptTag.inAmf0(new FlvTag(FlvTag.SCRIPT, 7, switching));
        assertThat(tag.timestamp()).isEqualTo(7);
        assertThat(tag.data()[afterName]).isEqualTo((byte) OBJECT);
        AmfObject read = (AmfObject) AmfReader.amf0(tag.data()).readAll().get(1);
        assertThat(read.get("width")).isEqualTo(AmfValue.of(320));
    }

    @Test
    void whatCannotBeReadStaysAsItIs() {
        FlvTag tag = new FlvTag(FlvTag.SCRIPT, 0, new byte[] {0x55, 1, 2});
        assertThat(ScriptTag.inAmf0(tag)).isEqualTo(tag);
        assertThat(ScriptTag.metaData(tag)).isEmpty();
    }

    @Test
    void onlyMetaDataIsMetaData() {
        assertThat(ScriptTag.metaData(new FlvTag(FlvTag.SCRIPT, 0, switching)))
                .hasValueSatisfying(
                        value ->
                                assertThat(((AmfObject) value).get("width").asNumber())
                                        .hasValue(320));
        byte[] other = AmfWriter.amf0().write(AmfValue.of("onCuePoint")).toBytes();
        assertThat(ScriptTag.metaData(new FlvTag(FlvTag.SCRIPT, 0, other))).isEmpty();
    }
}
