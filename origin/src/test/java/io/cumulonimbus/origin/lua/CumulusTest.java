package io.cumulonimbus.origin.lua;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfValue;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The global {@code cumulus}. */
class CumulusTest {
    @TempDir private Path folder;
    private Www www;
    private Www.TestClient client;

    @BeforeEach
    void start() {
        Map<String, String> configs =
                Map.of(
                        "port",
                        "1935",
                        "smtp.host",
                        "mail",
                        "smtp.port",
                        "25",
                        "flag",
                        "false",
                        "yes",
                        "true",
                        "my.deep.key",
                        "v");
        www = new Www(folder, new LuaSettings(configs, "example.org:1935"));
        www.script(
                "app/main.lua",
                "function hex(s) return (s:gsub('.', function(c) return ('%02x'):format(c:byte()) end)) end"
                        + " function onConnection(c) function c:eval(s) return tostring((setfenv(loadstring(s), getfenv(1))(self))) end end");
        client = www.connected("app");
    }

    @AfterEach
    void stop() {
        www.close();
    }

    private String eval(String expression) {
        return client.text("eval", AmfValue.of("local self = ...; return " + expression));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cumulus.configs.port => 1935",
                "type(cumulus.configs.port) => string",
                "cumulus.configs.smtp.host .. cumulus.configs.smtp.port => mail25",
                "cumulus.configs.my.deep.key => v",
                "cumulus.configs.flag == false => true",
                "cumulus.configs.yes => true",
                "type(cumulus.configs.yes) => string",
                "cumulus.configs.none => nil",
                "cumulus.publicAddress => example.org:1935",
                "cumulus.epochTime > 1.7e12 => true",
                "hex(cumulus:md5('abc')) => 900150983cd24fb0d6963f7d28e17f72",
                "#cumulus:md5('') => 16",
                "hex(cumulus:sha256('abc')) => ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                "select('#', cumulus:md5('a', 'b')) => 2",
                "cumulus:md5({}) => nil",
                "table.concat({ cumulus:split('a,b;;c', ',;') }, '|') => a|b||c",
                "table.concat({ cumulus:split('a,,c', ',', 1) }, '|') => a|c",
                "table.concat({ cumulus:split(' a , b ', ',', 2) }, '|') => a|b",
                "table.concat({ cumulus:split('a, ,b', ',', 3) }, '|') => a|b",
                "select('#', cumulus:split('', ',')) => 1",
                "cumulus.nothing => nil",
                "cumulus.split('a', ',') => nil"
            })
    void row32Row33Answers(String line) {
        String[] parts = line.split(" => ");
        assertThat(eval(parts[0])).isEqualTo(parts[1]);
    }

    @Test
    void absolutePathsEndWithASlash() {
        assertThat(eval("cumulus:absolutePath('/app')"))
                .isEqualTo(folder.toAbsolutePath() + "/app/");
        assertThat(eval("cumulus:absolutePath('')")).isEqualTo(folder.toAbsolutePath() + "/");
    }

    @Test
    void clientsAreListedCountedAndFound() {
        Www.TestClient other = www.connected("app");
        String id = other.identity().peerIdHex();
        assertThat(eval("cumulus.clients.count")).isEqualTo("2");
        assertThat(eval("cumulus.clients('" + id + "').id")).isEqualTo(id);
        assertThat(eval("cumulus.clients('" + id.toUpperCase(java.util.Locale.ROOT) + "').id"))
                .isEqualTo(id);
        assertThat(eval("cumulus.clients(self.rawId) == self")).isEqualTo("true");
        assertThat(eval("cumulus.clients(('0'):rep(64))")).isEqualTo("nil");
        assertThat(eval("cumulus.clients('short')")).isEqualTo("nil");
        assertThat(
                        eval(
                                "(function() local n = 0 for id, c in cumulus.clients:pairs() do assert(c.id == id) n = n + 1 end return n end)()"))
                .isEqualTo("2");
        other.disconnect(null);
        assertThat(eval("cumulus.clients.count")).isEqualTo("1");
    }

    @Test
    void clientsOfAnotherRealmAreNotListed() {
        www.script("elsewhere/main.lua", "");
        www.connected("elsewhere");
        assertThat(eval("cumulus.clients.count")).isEqualTo("1");
    }

    @Test
    void scriptsMayAddToIt() {
        eval("(function() cumulus.mine = 5 return true end)()");
        assertThat(eval("cumulus.mine")).isEqualTo("5");
    }
}
