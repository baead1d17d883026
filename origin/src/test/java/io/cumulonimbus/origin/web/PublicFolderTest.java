package io.cumulonimbus.origin.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be had of an application's folder, and what cannot. */
class PublicFolderTest {
    @TempDir private Path home;
    private Path www;
    private Path open;
    private PublicFolder folder;

    @BeforeEach
    void make() throws IOException {
        www = home.resolve("www");
        open = www.resolve("app/public");
        Files.createDirectories(open.resolve("css"));
        Files.createDirectories(open.resolve(".git"));
        Files.createDirectories(open.resolve("folder.lua"));
        Files.writeString(home.resolve("origin.ini"), "secret");
        Files.writeString(www.resolve("app/main.lua"), "secret");
        Files.writeString(www.resolve("app/notes.txt"), "secret");
        Files.writeString(open.resolve("index.html"), "index");
        Files.writeString(open.resolve("a b+é.txt"), "0123456789");
        Files.writeString(open.resolve("css/a.css"), "a");
        Files.writeString(open.resolve("part.lua"), "secret");
        Files.writeString(open.resolve("PART.LUA"), "secret");
        Files.writeString(open.resolve("folder.lua/x.txt"), "secret");
        Files.writeString(open.resolve(".htaccess"), "secret");
        Files.writeString(open.resolve(".git/config"), "secret");
        folder = new PublicFolder(www, www.resolve("app"));
    }

    private Optional<String> text(String name) throws IOException {
        return folder.read(name, 0, 1000).map(piece -> new String(piece.bytes()));
    }

    @Test
    void filesAreThereByTheirNames() throws IOException {
        assertThat(text("index.html")).contains("index");
        assertThat(text("")).contains("index");
        assertThat(text("css/a.css")).contains("a");
        assertThat(text("a b+é.txt")).contains("0123456789");
        assertThat(text("css/")).isEmpty();
        assertThat(text("css")).isEmpty();
        assertThat(text("none.txt")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                "../main.lua",
                "../notes.txt",
                "css/../../notes.txt",
                "css/../index.html",
                "./index.html",
                "/index.html",
                "//index.html",
                "css//a.css",
                "../../../origin.ini",
                "..\\notes.txt",
                "css\\a.css",
                "part.lua",
                "PART.LUA",
                "part.lua/",
                "part.lua.",
                "part.lua ",
                "folder.lua/x.txt",
                ".htaccess",
                ".git/config",
                "index.html\u0000.txt",
                "index.html\n",
                "C:index.html",
                "index.html::$DATA",
                "INDEX~1.HTM",
                "%2e%2e/notes.txt",
                "..%2fnotes.txt",
                "/etc/passwd",
                "file:///etc/passwd",
            })
    void whatCouldMeanMoreThanANameIsNotThere(String name) throws IOException {
        assertThat(text(name)).isEmpty();
    }

    @Test
    void namesHaveABoundedLength() throws IOException {
        assertThat(text("x".repeat(100_000))).isEmpty();
        assertThat(text("x/".repeat(200) + "y")).isEmpty();
    }

    @Test
    void linksLeadNowhereElse() throws IOException {
        Files.createSymbolicLink(open.resolve("out.txt"), home.resolve("origin.ini"));
        Files.createSymbolicLink(open.resolve("above"), www.resolve("app"));
        Files.createSymbolicLink(open.resolve("script.txt"), open.resolve("part.lua"));
        Files.createSymbolicLink(open.resolve("in.txt"), open.resolve("css/a.css"));
        assertThat(text("out.txt")).isEmpty();
        assertThat(text("above/notes.txt")).isEmpty();
        assertThat(text("script.txt")).isEmpty();
        assertThat(text("in.txt")).contains("a");
        Files.createDirectories(www.resolve("linked"));
        Files.createSymbolicLink(www.resolve("linked/public"), home);
        folder = new PublicFolder(www, www.resolve("linked"));
        assertThat(text("origin.ini")).isEmpty();
        Files.createDirectories(www.resolve("other"));
        Files.createSymbolicLink(www.resolve("other/public"), www.resolve("app"));
        folder = new PublicFolder(www, www.resolve("other"));
        assertThat(text("notes.txt")).isEmpty();
    }

    @Test
    void anApplicationWithoutTheFolderHasNothing() throws IOException {
        Files.createDirectories(www.resolve("bare"));
        folder = new PublicFolder(www, www.resolve("bare"));
        assertThat(text("index.html")).isEmpty();
    }

    @Test
    void partsAreOfTheFile() throws IOException {
        String name = "a b+é.txt";
        FilePiece middle = folder.read(name, 3, 4).orElseThrow();
        assertThat(new String(middle.bytes())).isEqualTo("3456");
        assertThat(middle.size()).isEqualTo(10);
        assertThat(folder.read(name, -3, 100).orElseThrow().from()).isEqualTo(7);
        assertThat(folder.read(name, -300, 100).orElseThrow().bytes()).hasSize(10);
        assertThat(folder.read(name, 10, 100).orElseThrow().bytes()).isEmpty();
        assertThat(folder.read(name, Long.MAX_VALUE, 100).orElseThrow().bytes()).isEmpty();
        assertThat(folder.read(name, Long.MIN_VALUE, 0).orElseThrow().from()).isZero();
    }
}
