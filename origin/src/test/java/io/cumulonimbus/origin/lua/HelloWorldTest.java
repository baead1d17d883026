package io.cumulonimbus.origin.lua;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfReader;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.AmfWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hello world of 2012, unchanged: the sample application that the origin ships with. */
class HelloWorldTest {
    private static final Path SAMPLE = Path.of("www/hello/main.lua");

    @TempDir private Path folder;
    private Www www;

    @BeforeEach
    void start() throws Exception {
        www = new Www(folder);
        www.script("hello/main.lua", Files.readAllBytes(SAMPLE));
    }

    @AfterEach
    void stop() {
        www.close();
    }

    @Test
    void theSampleIsTheClassicOne() throws Exception {
        assertThat(Files.readString(SAMPLE).replaceAll("--.*", "").replaceAll("\\s+", " ").strip())
                .isEqualTo(
                        "function onConnection(client,response,...) function client:test(...)"
                                + " name,firstname = unpack(arg) return \"Hello"
                                + " \"..firstname..\" \"..name end end");
    }

    @Test
    void itGreets() {
        Www.TestClient client = www.connected("/hello");
        assertThat(client.text("test", AmfValue.of("OpenRTMFP/Cumulus"), AmfValue.of("World")))
                .isEqualTo("Hello World OpenRTMFP/Cumulus");
    }

    @Test
    void itGreetsWithArgumentsOfBothEncodings() throws Exception {
        Www.TestClient client = www.connected("hello");
        AmfValue project = AmfValue.of("OpenRTMFP/Cumulus");
        AmfValue name = AmfValue.of("W\u00f6rld \u65e5\u672c");
        byte[] amf0 = AmfWriter.amf0().write(project).write(name).toBytes();
        byte[] amf3 = AmfWriter.amf3().write(project).write(name).toBytes();
        assertThat(amf0).isNotEqualTo(amf3);
        for (AmfReader reader : List.of(AmfReader.amf0(amf0), AmfReader.amf3(amf3))) {
            assertThat(client.text("test", reader.readAll().toArray(AmfValue[]::new)))
                    .isEqualTo("Hello W\u00f6rld \u65e5\u672c OpenRTMFP/Cumulus");
        }
    }

    @Test
    void aMissingArgumentIsAnErrorThatNamesTheLine() {
        Www.TestClient client = www.connected("/hello/");
        assertThat(client.failure("test", AmfValue.of("only one")))
                .isEqualTo(
                        "hello/main.lua:6: attempt to concatenate global 'firstname' (a nil"
                                + " value)");
    }
}
