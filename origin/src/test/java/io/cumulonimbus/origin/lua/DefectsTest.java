package io.cumulonimbus.origin.lua;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfValue;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Defects of Cumulus that no other test here speaks of; see {@code docs/compatibility.md}. */
class DefectsTest {
    private static final String RUN =
            """
            function onConnection(c)
              function c:run(code, ...)
                return tostring((setfenv(assert(loadstring(code)), getfenv(1))(self, ...)))
              end
            end
            """;

    @TempDir private Path folder;
    private Www www;
    private Www.TestClient client;

    @BeforeEach
    void start() {
        www = new Www(folder);
        www.script("app/main.lua", RUN);
        client = www.connected("app");
    }

    @AfterEach
    void stop() {
        www.close();
    }

    private String run(String code) {
        return client.text("run", AmfValue.of(code));
    }

    @Test
    void lookingAClientUpLeavesItsIdAsItWas() {
        assertThat(
                        run(
                                """
                                local id = (...).id
                                local copy = id:sub(1, 63) .. id:sub(64)
                                assert(cumulus.clients(id) == ...)
                                return #id .. ' ' .. tostring(id == copy)
                                """))
                .isEqualTo("64 true");
    }

    @Test
    void serversThatAreNotThereAreNil() {
        assertThat(
                        run(
                                "return tostring(cumulus.servers('192.0.2.1:1')) .. tostring(cumulus.servers(1))"))
                .isEqualTo("nilnil");
    }

    @Test
    void integersBeyond28BitsStayWhatTheyAre() {
        assertThat(
                        run(
                                """
                                local all = {}
                                for i, n in ipairs{ 268435455, 268435456, -268435456, -268435457, 2147483648, -2147483649 } do
                                  assert(cumulus:fromAMF(cumulus:toAMF(n)) == n)
                                  assert(cumulus:fromAMF(cumulus:toAMF0(n)) == n)
                                  all[i] = #cumulus:toAMF(n)
                                end
                                return table.concat(all, ' ')
                                """))
                .isEqualTo("6 10 6 10 10 10");
    }

    @Test
    void smallNumbersOfExternalizableObjectsHaveTheirSign() {
        www.script(
                "app/main.lua",
                RUN
                        + """
                        function onTypedObject(type, t)
                          function t:__readExternal(r) self.all = { r:readByte(), r:readShort(), r:readInt(), r:readUnsignedByte(), r:readUnsignedShort() } end
                        end
                        """);
        client = www.connected("app");
        assertThat(
                        run(
                                """
                                local t = { __type = 'T' }
                                function t:__writeExternal(w) w:writeByte(-1) w:writeShort(-2) w:writeInt(-3) w:writeUnsignedByte(255) w:writeUnsignedShort(65535) end
                                return table.concat(cumulus:fromAMF(cumulus:toAMF(t)).all, ' ')
                                """))
                .isEqualTo("-1 -2 -3 255 65535");
    }
}
