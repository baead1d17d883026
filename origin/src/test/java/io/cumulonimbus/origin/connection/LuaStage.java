package io.cumulonimbus.origin.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.origin.lua.Limits;
import io.cumulonimbus.origin.lua.LuaSettings;
import io.cumulonimbus.rtmp.message.Command;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;

/** An origin whose scripts keep a log, and clients of it; loops are run by hand. */
abstract class LuaStage {
    static final String GROUP = "ab".repeat(32);
    static final String KEY_FRAME = "1701000000bb";
    static final String AUDIO = "af01dd";
    static final String LOG =
            """
            log = ''
            function say(...) log = log .. table.concat({...}, ' ') .. '; ' end
            function onConnection(c)
              function c:log() local all = log; log = ''; return all end
              function client() return c end
              function c:run(code, ...) return setfenv(assert(loadstring(code)), getfenv(say))(self, ...) end
            end
            """;

    @Parameter Way way;
    @TempDir Path www;
    TestOrigin origin;
    long modified = 1_000_000_000_000L;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(www.resolve("live"));
        origin =
                new TestOrigin(
                        www,
                        way,
                        LuaSettings.defaults()
                                .withLimits(Limits.STRICT.withEventTimeNs(Long.MAX_VALUE / 2)));
    }

    void script(String text) {
        script("live/main.lua", text);
    }

    void script(String file, String text) {
        try {
            Files.writeString(www.resolve(file), LOG + text);
            modified += 1000;
            Files.setLastModifiedTime(www.resolve(file), FileTime.fromMillis(modified));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connected client with one stream. */
    final class Side {
        final Peer peer = origin.peer("live");
        final long id;
        final MessageSink flow;

        Side() {
            peer.connect();
            id = peer.createStream();
            flow = peer.flow(id);
        }

        Side command(String name, AmfValue... arguments) {
            peer.send(flow, name, 0, arguments);
            origin.settle();
            return this;
        }

        Side publish(String name) {
            return command("publish", AmfValue.of(name));
        }

        Side play(String name) {
            return command("play", AmfValue.of(name));
        }

        List<String> statuses() {
            return peer.statuses(id);
        }

        AmfValue call(String name, AmfValue... arguments) {
            Command answer = peer.answer(peer.call(name, arguments));
            assertThat(answer.name()).as(description(answer)).isEqualTo("_result");
            return answer.argument(0);
        }

        private String description(Command answer) {
            return answer.argument(0) instanceof AmfObject o ? Peer.text(o, "description") : "";
        }

        String log() {
            return call("log").asText().orElseThrow();
        }

        AmfValue run(String code, AmfValue... arguments) {
            AmfValue[] all = new AmfValue[arguments.length + 1];
            all[0] = AmfValue.of(code);
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            return call("run", all);
        }
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
