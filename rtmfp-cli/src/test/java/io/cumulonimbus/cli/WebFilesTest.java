package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.Protocol;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Files of applications over HTTP, at origins and through edges, asked for as nobody should. */
@Timeout(180)
class WebFilesTest {
    private static final String SCRIPT =
            """
            function onConnection(client)
              if client.properties.user == "mallory" then error("not you", 0) end
            end
            """;

    @TempDir private Path home;
    private URI door;

    /** Head and body of the answer, to the end of the connection. */
    private byte[] bytes(String line, String... headers) throws IOException {
        try (Socket socket = new Socket(door.getHost(), door.getPort())) {
            socket.setSoTimeout(60_000);
            String request =
                    line
                            + " HTTP/1.1\r\nHost: "
                            + door.getAuthority()
                            + "\r\n"
                            + String.join("", headers)
                            + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return socket.getInputStream().readAllBytes();
        }
    }

    private String ask(String line, String... headers) throws IOException {
        return new String(bytes(line, headers), StandardCharsets.ISO_8859_1);
    }

    private byte[] makeFiles() throws IOException {
        Path open = home.resolve("www/site/public");
        Files.createDirectories(open.resolve("css"));
        Files.writeString(open.resolve("index.html"), "<p>hello");
        Files.writeString(open.resolve("css/a b.css"), "0123456789");
        Files.writeString(open.resolve("empty.txt"), "");
        Files.writeString(open.resolve("part.lua"), "secret");
        Files.writeString(open.resolve(".hidden"), "secret");
        Files.createSymbolicLink(open.resolve("link.txt"), home.resolve("www/site/main.lua"));
        byte[] film = new byte[700_001];
        for (int i = 0; i < film.length; i++) {
            film[i] = (byte) (i * 31 >> 7);
        }
        Files.write(open.resolve("film.mp4"), film);
        return film;
    }

    @ParameterizedTest
    @EnumSource
    void row79FilesOfThePublicFolderAreThereAndNoOthers(Way way) throws Exception {
        try (Stage stage = Stage.start(home, way).application(home, "site", SCRIPT)) {
            byte[] film = makeFiles();
            door = URI.create(stage.url(Protocol.HTTP, "site"));
            whole(film);
            parts(film);
            conditions();
            for (String hostile :
                    List.of(
                            "../main.lua",
                            "..%2fmain.lua",
                            "%2e%2e/main.lua",
                            "..%5cmain.lua",
                            "%2e%2e%2f%2e%2e%2f%2e%2e%2forigin.ini",
                            "css/../../main.lua",
                            "part.lua",
                            "part.lua%00.txt",
                            "PART.LUA",
                            ".hidden",
                            "link.txt",
                            "/etc/passwd",
                            "%2fetc%2fpasswd",
                            "css",
                            "none.txt",
                            "x".repeat(3000))) {
                assertThat(ask("GET /site/public/" + hostile))
                        .as(hostile)
                        .startsWith("HTTP/1.1 404 ")
                        .doesNotContain("secret", "onConnection", "root:");
            }
            assertThat(ask("GET /missing/public/index.html")).startsWith("HTTP/1.1 404 ");
            assertThat(ask("GET /site/public/index.html?user=mallory")).startsWith("HTTP/1.1 403 ");
            String elsewhere = "Origin: https://other.org\r\n";
            assertThat(ask("GET /site/public/index.html", elsewhere)).startsWith("HTTP/1.1 403 ");
        }
    }

    private static final String READING =
            """
            function onConnection(client)
              function client:onRead(file, parameters)
                if file == "private.html" then return nil end
                if file == "broken.html" then error("a secret reason", 0) end
                if file == "old.html" then return "sub/page.html" end
                if file == "out.html" then return "../main.lua" end
                if file == "sub/page.html" or file == "long.html" then
                  return {name = parameters.name, visits = 7, open = true, user = {id = "<b>"}}
                end
                if file == "data" then return "/data.json", {name = parameters.name} end
                if file == "many.html" then
                  local all = {}
                  for i = 1, 300 do all["k"..i] = i end
                  return all
                end
              end
            end
            """;

    @ParameterizedTest
    @EnumSource
    void row79ScriptsDecideWhatIsShownAndFillTemplates(Way way) throws Exception {
        try (Stage stage = Stage.start(home, way).application(home, "page", READING)) {
            Path open = Files.createDirectories(home.resolve("www/page/public/sub")).getParent();
            Files.writeString(open.resolve("index.html"), "<% name %>");
            Files.writeString(
                    open.resolve("sub/page.html"),
                    "<p><% name %>|<%-name%>|<%visits%>|<% open %>|<% user.id %>|<% no %>|<% x");
            Files.writeString(open.resolve("data.json"), "{\"name\": \"<% name %>\"}");
            Files.writeString(open.resolve("long.html"), "x".repeat((128 << 10) + 1));
            for (String name : List.of("private.html", "broken.html", "many.html")) {
                Files.writeString(open.resolve(name), "secret");
            }
            door = URI.create(stage.url(Protocol.HTTP, "page"));
            assertThat(ask("GET /page/public/")).contains(" 200 ").endsWith("\r\n\r\n<% name %>");
            String filled = "<p>&lt;i&gt;é|<i>é|7|true|&lt;b&gt;||<% x";
            String answer = ask("GET /page/public/sub/page.html?name=%3Ci%3E%C3%A9");
            assertThat(utf8(answer)).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n" + filled);
            assertThat(answer).contains("text/html").doesNotContain("Last-Modified");
            String page = "GET /page/public/sub/page.html?name=x";
            assertThat(ask(page, "Range: bytes=0-3\r\n")).contains(" 206 ").endsWith("\r\n<p>x");
            assertThat(ask("HEAD /page/public/sub/page.html?name=x"))
                    .contains("Content-Length: " + "<p>x|x|7|true|&lt;b&gt;||<% x".length());
            assertThat(ask("GET /page/public/data?name=a%3Cb"))
                    .contains("application/json")
                    .endsWith("{\"name\": \"a<b\"}");
            assertThat(ask("GET /page/public/old.html")).contains(" 200 ", "text/html", "<p>");
            for (String name : List.of("private.html", "broken.html", "many.html")) {
                assertThat(ask("GET /page/public/" + name))
                        .as(name)
                        .startsWith("HTTP/1.1 403 ")
                        .doesNotContain("secret");
            }
            for (String name : List.of("out.html", "none.html", "long.html", "../main.lua")) {
                assertThat(ask("GET /page/public/" + name)).as(name).startsWith("HTTP/1.1 404 ");
            }
        }
    }

    private static String utf8(String answer) {
        return new String(answer.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private void whole(byte[] film) throws IOException {
        assertThat(ask("GET /site/public/"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Content-Type: text/html; charset=utf-8\r\n", "Content-Length: 8\r\n")
                .contains("X-Content-Type-Options: nosniff\r\n", "Last-Modified: ")
                .endsWith("\r\n\r\n<p>hello");
        assertThat(ask("GET /site/public/css/a%20b.css?x=1")).contains("text/css").endsWith("89");
        assertThat(ask("GET /site/public/empty.txt")).contains(" 200 ", "Content-Length: 0\r\n");
        assertThat(ask("HEAD /site/public/film.mp4"))
                .contains(" 200 ", "video/mp4", "Content-Length: 700001\r\n")
                .endsWith("\r\n\r\n");
        byte[] all = bytes("GET /site/public/film.mp4");
        assertThat(Arrays.copyOfRange(all, all.length - film.length, all.length)).isEqualTo(film);
    }

    private void parts(byte[] film) throws IOException {
        String css = "GET /site/public/css/a%20b.css";
        assertThat(ask(css, "Range: bytes=2-4\r\n"))
                .contains(" 206 ", "Content-Range: bytes 2-4/10\r\n", "Content-Length: 3\r\n")
                .endsWith("\r\n\r\n234");
        assertThat(ask(css, "Range: bytes=-3\r\n")).contains("bytes 7-9/10").endsWith("\r\n789");
        assertThat(ask(css, "Range: bytes=8-\r\n")).contains("bytes 8-9/10").endsWith("\r\n89");
        assertThat(ask(css, "Range: bytes=5-100\r\n")).contains("bytes 5-9/10");
        assertThat(ask(css, "Range: bytes=10-\r\n")).contains(" 416 ", "bytes */10\r\n");
        assertThat(ask(css, "Range: bytes=5-4\r\n")).contains(" 416 ");
        for (String odd : List.of("bytes=-", "bytes=a-b", "bytes=0-1,3-4", "lines=1-2")) {
            assertThat(ask(css, "Range: " + odd + "\r\n")).as(odd).contains(" 200 ");
        }
        byte[] middle = bytes("GET /site/public/film.mp4", "Range: bytes=100000-400000\r\n");
        assertThat(Arrays.copyOfRange(middle, middle.length - 300_001, middle.length))
                .isEqualTo(Arrays.copyOfRange(film, 100_000, 400_001));
    }

    private void conditions() throws IOException {
        String index = "GET /site/public/index.html";
        String answer = ask(index);
        int at = answer.indexOf("Last-Modified: ") + 15;
        String modified = answer.substring(at, answer.indexOf("\r\n", at));
        assertThat(ask(index, "If-Modified-Since: " + modified + "\r\n"))
                .startsWith("HTTP/1.1 304 ")
                .endsWith("\r\n\r\n");
        assertThat(ask(index, "If-Modified-Since: Thu, 01 Jan 1970 00:00:00 GMT\r\n"))
                .contains(" 200 ");
        assertThat(ask(index, "If-Modified-Since: yesterday\r\n")).contains(" 200 ");
    }
}
