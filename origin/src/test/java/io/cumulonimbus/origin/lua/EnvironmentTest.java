package io.cumulonimbus.origin.lua;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfValue;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which globals an application sees, and whose handlers it has. */
class EnvironmentTest {
    private static final String EVAL =
            "function onConnection(c) function c:eval(s) return tostring(setfenv(loadstring(s), getfenv(1))()) end end ";

    @TempDir private Path folder;
    private Www www;

    @BeforeEach
    void start() {
        www = new Www(folder);
    }

    @AfterEach
    void stop() {
        www.close();
    }

    private String eval(String path, String script) {
        return www.connected(path).text("eval", AmfValue.of("return " + script));
    }

    @Test
    void applicationsSeeTheirOwnGlobalsThenTheirParents() {
        www.script("main.lua", EVAL + "a, b = 'root a', 'root b'")
                .script("game/main.lua", "b, c = 'game b', 'game c'")
                .script("game/chat/main.lua", "c = 'chat c'");
        assertThat(eval("game/chat", "a .. ',' .. b .. ',' .. c"))
                .isEqualTo("root a,game b,chat c");
        assertThat(eval("game", "a .. ',' .. b .. ',' .. c")).isEqualTo("root a,game b,game c");
        assertThat(eval("/", "a .. ',' .. b .. ',' .. tostring(c)")).isEqualTo("root a,root b,nil");
    }

    @Test
    void relativesAreReachedByName() {
        www.script("main.lua", EVAL + "who = 'root'")
                .script("game/main.lua", "who = 'game'")
                .script("game/chat/main.lua", "who = 'chat'")
                .script("shop/main.lua", "who = 'shop'");
        assertThat(eval("game/chat", "super.who .. super.super.who .. www.who"))
                .isEqualTo("gamerootroot");
        assertThat(eval("game", "chat.who .. game.who .. www.shop.who .. shop.who"))
                .isEqualTo("chatgameshopshop");
        assertThat(eval("", "game.chat.who .. tostring(super)")).isEqualTo("chatnil");
    }

    @Test
    void row13ChildrenAreLoadedWhenTheirNameIsRead() {
        www.script("main.lua", EVAL + "loads = 0")
                .script("lazy/main.lua", "www.loads = www.loads + 1 x = 5");
        assertThat(eval("", "loads")).isEqualTo("0");
        assertThat(eval("", "lazy.x .. lazy.x .. loads")).isEqualTo("551");
    }

    @Test
    void assignmentsStayInTheApplication() {
        www.script("main.lua", EVAL + "x = 'root'").script("game/main.lua", "");
        assertThat(eval("game", "(function() x = 'game' return x .. super.x end)()"))
                .isEqualTo("gameroot");
        assertThat(eval("game", "(function() super.y = 'set' return y end)()")).isEqualTo("set");
        assertThat(eval("", "y .. x")).isEqualTo("setroot");
        assertThat(eval("game", "tostring(_G.x == x) .. tostring(_G == getfenv(1))"))
                .isEqualTo("truetrue");
    }

    @Test
    void row12InheritedHandlersRunInTheChildsEnvironment() {
        www.script(
                        "main.lua",
                        "name = 'root' function helper() return name end"
                                + " function onConnection(c) seen = (seen or '') .. name function c:who() return name .. helper() .. tostring(seen) end end")
                .script("game/main.lua", "name = 'game'");
        assertThat(www.connected("game").text("who")).isEqualTo("gamerootgame");
        assertThat(www.connected("").text("who")).isEqualTo("rootrootroot");
    }

    @Test
    void anApplicationWithoutAScriptInheritsNothing() {
        www.script("main.lua", "function onConnection() error('asked', 0) end")
                .folder("plain")
                .script("plain/deep/main.lua", "");
        assertThat(www.client("plain").connect())
                .isInstanceOf(io.cumulonimbus.origin.app.ConnectAnswer.Accepted.class);
        assertThat(www.client("plain/deep").connect())
                .isInstanceOf(io.cumulonimbus.origin.app.ConnectAnswer.Rejected.class);
    }

    @Test
    void row14EachApplicationStartsOnceWithItsOwnPath() {
        www.script(
                        "main.lua",
                        EVAL
                                + "log = '' function onStart(path) www.log = www.log .. 'root<' .. path .. '>' end local x = game.y")
                .script(
                        "game/main.lua",
                        "function onStart(path) www.log = www.log .. 'game<' .. path .. '>' end y = 1");
        assertThat(eval("", "log")).isEqualTo("game</game>root<>");
    }

    @Test
    void withoutARootEveryTopFolderIsItsOwnRealm() {
        www.script("one/main.lua", EVAL + "string.mark = 'one' x = 1")
                .script("two/main.lua", EVAL + "x = 2")
                .script("one/sub/main.lua", "");
        assertThat(eval("one", "tostring(super) .. tostring(two) .. tostring(www) .. x"))
                .isEqualTo("nilnilnil1");
        assertThat(eval("two", "tostring(string.mark) .. tostring(('x').mark)"))
                .isEqualTo("nilnil");
        assertThat(eval("one/sub", "('x').mark .. super.x")).isEqualTo("one1");
    }

    @Test
    void strictScriptsMaySetAMetatableOnTheirGlobals() {
        www.script(
                "app/main.lua",
                EVAL
                        + "setmetatable(_G, { __index = function(_, k) return 'no ' .. k end, __newindex = function(t, k, v) rawset(t, k, 'new ' .. v) end })"
                        + " fresh = 'value' assert(getmetatable(_G).__index)");
        assertThat(eval("app", "undefined .. fresh .. type(print)"))
                .isEqualTo("no undefinednew valuefunction");
    }

    @Test
    void filesOfTheFolderAreRequiredAndLoaded() {
        www.script(
                        "app/main.lua",
                        EVAL
                                + "lib = require('lib') again = require 'lib' dofile('other.lua') dofile(cumulus:absolutePath('/app') .. 'third.lua')")
                .script(
                        "app/lib.lua",
                        "fromLib = 'seen' return { f = function() return 'lib' end }")
                .script("app/other.lua", "other = 'other'")
                .script("app/third.lua", "third = 'third'")
                .script(
                        "app/deep/util.lua",
                        "module(..., package.seeall) function up(s) return s:upper() end");
        assertThat(eval("app", "lib.f() .. tostring(lib == again) .. fromLib .. other .. third"))
                .isEqualTo("libtrueseenotherthird");
        assertThat(eval("app", "require('deep.util').up('x')")).isEqualTo("X");
    }
}
