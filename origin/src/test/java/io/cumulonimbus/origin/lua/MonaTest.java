package io.cumulonimbus.origin.lua;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.amf.AmfValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MonaServer's names; named after the rows of {@code docs/compatibility.md}. */
class MonaTest {
    private static final String RUN =
            """
            function onConnection(c)
              function c:run(code, ...)
                return tostring(setfenv(assert(loadstring(code)), getfenv(1))(self, ...))
              end
            end
            """;

    @TempDir private Path folder;
    private Www www;

    @BeforeEach
    void start() {
        www = open();
    }

    private Www open() {
        return new Www(
                folder.resolve("www"), LuaSettings.defaults().withData(folder.resolve("data")));
    }

    @AfterEach
    void stop() {
        www.close();
    }

    private String run(String code) {
        www.script("app/main.lua", RUN);
        return run(www.connected("app"), code);
    }

    private static String run(Www.TestClient client, String code) {
        return client.text("run", AmfValue.of(code));
    }

    @Test
    void monaIsCumulus() {
        assertThat(run("return mona == cumulus")).isEqualTo("true");
        assertThat(
                        run(
                                "local n = 0 for id, c in pairs(mona.clients) do n = n + #id end return n .. ' ' .. #mona.clients"))
                .isEqualTo("128 2");
        assertThat(run("return math.abs(mona:time() - os.time() * 1000) < 5000")).isEqualTo("true");
        assertThat(run("return (...).protocol")).isEqualTo("RTMFP");
    }

    @Test
    void row82JsonIsWrittenAndRead() {
        assertThat(run("return mona:toJSON({ 1, 2.5, 'x\\n', true, { a = {} } })"))
                .isEqualTo("[1,2.5,\"x\\n\",true,{\"a\":[]}]");
        assertThat(
                        run(
                                """
                                local t, more = mona:fromJSON('{"a":[1,2,null,{"b":"\\\\u00e9"}],"c":-1.5e2}', 'true')
                                return table.concat({ t.a[1], t.a[2], tostring(t.a[3]), t.a[4].b, t.c, tostring(more) }, ' ')
                                """))
                .isEqualTo("1 2 nil \u00e9 -150 true");
        assertThat(run("return select(2, pcall(mona.fromJSON, mona, '{'))"))
                .contains("malformed JSON: Unexpected end-of-input")
                .doesNotContain("Source");
        assertThat(run("local t = {} t[1] = t return (pcall(mona.toJSON, mona, t))"))
                .isEqualTo("false");
    }

    @Test
    void row87HashesAndMacs() {
        String hex =
                "local function hex(s) return (s:gsub('.', function(c) return ('%02x'):format(c:byte()) end)) end ";
        assertThat(run(hex + "return hex(mona:hash('sha1', 'abc'))"))
                .isEqualTo("a9993e364706816aba3e25717850c26c9cd0d89d");
        assertThat(
                        run(
                                hex
                                        + "return hex(mona:hmac('SHA-256', 'Jefe', 'what do ya want for nothing?'))"))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        assertThat(run("return select(2, pcall(mona.hash, mona, 'rot13', 'x'))"))
                .contains("md5, sha1");
    }

    @Test
    void row87TimersCallOnceOrAsOftenAsTheyWant() {
        www.script(
                "app/main.lua",
                RUN
                        + """
                        once, thrice, never = 0, 0, 0
                        mona:setTimer(1, function() once = once + 1 end)
                        mona:setTimer(function(t) thrice = thrice + 1 if thrice < 3 then return 1 end end, 1)
                        mona:setTimer(20, function() never = never + 1 end):cancel()
                        mona:setTimer(1, function() error('contained') end)
                        """);
        Www.TestClient client = www.connected("app");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> run(client, "return once .. thrice").equals("13"));
        assertThat(run(client, "return once .. thrice .. never")).isEqualTo("130");
    }

    @Test
    void timersEndWithTheirApplication() {
        www.script("app/main.lua", RUN + "www_n = 0 t = mona:setTimer(1, function() return 1 end)");
        Www.TestClient client = www.connected("app");
        run(client, "held = t return 1");
        www.script("app/main.lua", RUN + "ran = 0");
        Www.TestClient next = www.connected("app");
        assertThat(run(next, "return tostring(t)")).isEqualTo("nil");
        assertThat(
                        run(
                                next,
                                "local n = 0 for i = 1, 1000 do if pcall(mona.setTimer, mona, 1e6, print) then n = n + 1 end end return n"))
                .isEqualTo("1000");
    }

    @Test
    void row81DataSurvivesARestart() {
        run(
                """
                data.count = 1 data.name = 'a\\0b\\1' data.yes = false data[7] = 'seven'
                data.list = { 'x', 'y', deep = { deeper = 1.5 } }
                data.list[3] = 'z' data.list.deep.more = true
                data.gone = { 1, 2 } data.gone = nil
                return 1
                """);
        www.close();
        www = open();
        String look =
                """
                local keys = {} for k in pairs(data) do keys[#keys + 1] = tostring(k) end table.sort(keys)
                return table.concat({ table.concat(keys, ','), data.count, #data.name, data.name:byte(4), tostring(data.yes), data[7],
                  #data.list, data.list[3], data.list.deep.deeper, tostring(data.list.deep.more), tostring(data.gone) }, ' ')
                """;
        assertThat(run(look)).isEqualTo("7,count,list,name,yes 1 4 1 false seven 3 z 1.5 true nil");
        assertThat(run("return select(2, pcall(function() data.f = print end))"))
                .contains("data holds no function");
        assertThat(run("local t = {} t.t = t return (pcall(function() data.t = t end))"))
                .isEqualTo("false");
    }

    @Test
    void dataAssignedToItselfStays() {
        run("data.wins = { Ann = 1, deep = { x = 2 } } data.wins = data.wins or {} return 1");
        run("data.up = { inner = { y = 3 } } data.up = data.up.inner return 1");
        www.close();
        www = open();
        assertThat(run("return data.wins.Ann .. data.wins.deep.x .. data.up.y")).isEqualTo("123");
    }

    @Test
    void dataOfOneApplicationIsNotThatOfAnother() {
        www.script("main.lua", RUN);
        www.script("app/main.lua", "");
        Www.TestClient root = www.connected("");
        Www.TestClient app = www.connected("app");
        run(root, "www.data.x = 'root' return 1");
        assertThat(run(root, "return data.x .. tostring(app.data.x)")).isEqualTo("rootnil");
        assertThat(run(app, "return 1")).isEqualTo("1");
    }

    @Test
    void row82QueriesAreWrittenAndRead() {
        assertThat(run("return mona:toQuery({ b = 'x y&z', a = 1, c = true, d = {} })"))
                .isEqualTo("a=1&b=x+y%26z&c=true");
        assertThat(
                        run(
                                "local t = mona:fromQuery('a=1&b=x+y%26z&c&=1&a=2&bad=%') return table.concat({ t.a, t.b, t.c, t.bad }, '|')"))
                .isEqualTo("2|x y&z||%");
    }

    @Test
    void row82XmlIsWrittenAndRead() {
        String back =
                "local x = mona:fromXML(%s) return x.__name .. x.a .. x[1] .. x[2].__name .. x[2].b .. x[3]";
        assertThat(
                        run(
                                "return mona:toXML({ __name = 'r', a = '1 < 2', 'x & y', { __name = 's', b = true }, 5 })"))
                .isEqualTo(
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><r a=\"1 &lt; 2\">x &amp; y<s b=\"true\"></s>5</r>");
        assertThat(
                        run(
                                back.formatted(
                                        "'<r a=\"1\"> <![CDATA[x]]>&amp;y<!-- no --><s b=\"2\"/>z</r>'")))
                .isEqualTo("r1 x&ys2z");
        assertThat(
                        run(
                                back.formatted(
                                        "mona:toXML({ __name = 'r', a = 1, 'x', { __name = 's', b = 2 }, 'z' })")))
                .isEqualTo("r1xs2z");
        String refused = "return select(2, pcall(mona.%s, mona, %s))";
        assertThat(run(refused.formatted("fromXML", "'<a><b></a>'")))
                .contains("malformed XML in line 1");
        assertThat(run(refused.formatted("fromXML", "'<a/><b/>'"))).contains("malformed XML");
        assertThat(
                        run(
                                refused.formatted(
                                        "fromXML",
                                        "'<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>'")))
                .contains("malformed XML");
        assertThat(run(refused.formatted("fromXML", "'<!DOCTYPE a [<!EN ITY x>]><a/>'")))
                .contains("malformed XML");
        assertThat(run(refused.formatted("fromXML", "('<a>'):rep(1000)"))).contains("too deeply");
        assertThat(run(refused.formatted("toXML", "{ __name = 'a b' }")))
                .contains("no name of XML");
        assertThat(run(refused.formatted("toXML", "{ 'x' }"))).contains("without __name");
        assertThat(run(refused.formatted("toXML", "{ __name = 'a', '\\1' }")))
                .contains("characters that XML does not have");
        assertThat(run("local t = { __name = 'a' } t[1] = t return (pcall(mona.toXML, mona, t))"))
                .isEqualTo("false");
    }

    @Test
    void row82XmlRpcIsWrittenAndRead() {
        assertThat(run("return mona:toXMLRPC(1, 2.5, true, 'a<b', { 1 }, { x = 'y' })"))
                .isEqualTo(
                        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><methodResponse><params>"
                                + "<param><value><int>1</int></value></param>"
                                + "<param><value><double>2.5</double></value></param>"
                                + "<param><value><boolean>1</boolean></value></param>"
                                + "<param><value><string>a&lt;b</string></value></param>"
                                + "<param><value><array><data><value><int>1</int></value></data></array></value></param>"
                                + "<param><value><struct><member><name>x</name><value><string>y</string></value></member></struct></value></param>"
                                + "</params></methodResponse>");
        assertThat(
                        run(
                                """
                                local a, b, c = mona:fromXMLRPC(mona:toXMLRPC({ 1, { x = { false, 'z' } } }, '\\255\\0', 'end'))
                                return a[1] .. tostring(a[2].x[1]) .. a[2].x[2] .. #b .. b:byte(1) .. c
                                """))
                .isEqualTo("1falsez2255end");
        assertThat(
                        run(
                                """
                                local a, b = mona:fromXMLRPC([[<methodCall><methodName>m</methodName><params>
                                  <param><value>bare</value></param>
                                  <param><value> <i4> 41 </i4> </value></param></params></methodCall>]])
                                return a .. b"""))
                .isEqualTo("bare41");
        assertThat(
                        run(
                                """
                                local a, b = mona:fromXMLRPC([[<methodResponse><fault><value><struct>
                                  <member><name>faultCode</name><value><int>4</int></value></member>
                                  </struct></value></fault></methodResponse>]])
                                return tostring(a) .. b.faultCode"""))
                .isEqualTo("nil4");
        assertThat(
                        run(
                                "return select(2, pcall(mona.fromXMLRPC, mona, '<methodResponse><params><param><value><int>x</int></value></param></params></methodResponse>'))"))
                .contains("malformed XML-RPC: no int");
    }

    @Test
    void row88ParametersAreThoseOfOneClient() {
        www.script("app/main.lua", RUN);
        Www.TestClient first = www.client("app");
        first.parameters = Map.of("id", "1");
        first.connect();
        Www.TestClient second = www.client("app");
        second.parameters = Map.of("id", "2");
        second.connect();
        run(first, "(...).parameters.more = 'x' return 1");
        assertThat(run(first, "local p = (...).parameters return p.id .. p.more")).isEqualTo("1x");
        assertThat(run(second, "local p = (...).parameters return p.id .. tostring(p.more)"))
                .isEqualTo("2nil");
    }

    @Test
    void row88ClientsHaveTheirOwnEventsAndProtocol() {
        www.script("app/main.lua", RUN);
        Www.TestClient client = www.connected("app");
        run(client, "local c = ... function c:onAddressChanged(old) self.was = old end return 1");
        client.addressChanged("198.51.100.9", 99);
        assertThat(run(client, "return (...).was .. ' ' .. (...).protocol"))
                .isEqualTo("198.51.100.9:99 RTMFP");
    }

    @Test
    void applicationsKnowThemselvesUnlessTheySayOtherwise() {
        www.script("main.lua", RUN + "path = 'mine'");
        www.script("app/main.lua", RUN);
        Www.TestClient app = www.connected("app");
        assertThat(
                        run(
                                app,
                                "return name .. ' ' .. path .. ' ' .. tostring(this == app) .. ' ' .. tostring(www.children.app == app)"))
                .isEqualTo("app mine true true");
    }

    @Test
    void clientsHaveTheirQueryAndTheTimeOfTheirLastMessage() {
        www.script("app/main.lua", RUN);
        Www.TestClient client = www.client("app");
        client.parameters = Map.of("id", "a b");
        client.connect();
        assertThat(
                        run(
                                client,
                                "local c = ... return c.query .. ' ' .. c.parameters.id .. ' ' .. #c.id"))
                .isEqualTo("id=a+b a b 64");
        assertThat(
                        run(
                                client,
                                "local c = ... return c.elapsedFromReception >= 0 and c.lastReceptionTime <= mona:time()"))
                .isEqualTo("true");
    }

    @Test
    void dataOfAParentThatMeansSomethingElseIsInherited() {
        www.script("main.lua", RUN + "data = { 'plain', print }");
        www.script("app/main.lua", "");
        assertThat(run(www.connected("app"), "return data[1]")).isEqualTo("plain");
    }
}
