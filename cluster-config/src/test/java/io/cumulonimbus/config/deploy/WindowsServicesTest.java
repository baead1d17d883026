package io.cumulonimbus.config.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.config.OriginConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The files for services of Windows say what their wrapper, WinSW, understands. */
class WindowsServicesTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private static Document service(String program) throws Exception {
        Path file = ROOT.resolve("build/package/windows/" + program + "-service.xml");
        return DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(file.toFile());
    }

    private static String text(Document service, String name) {
        NodeList found = service.getElementsByTagName(name);
        assertThat(found.getLength()).as(name).isEqualTo(1);
        return found.item(0).getTextContent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"origin", "edge"})
    void theyRunOurProgramsWithTheRuntimeOfThePackage(String program) throws Exception {
        Document service = service(program);
        assertThat(service.getDocumentElement().getTagName()).isEqualTo("service");
        assertThat(text(service, "id")).isEqualTo("cumulonimbus" + program);
        assertThat(text(service, "executable")).isEqualTo("%BASE%\\..\\runtime\\bin\\java.exe");
        String main =
                "io.cumulonimbus."
                        + program
                        + ".command."
                        + program.substring(0, 1).toUpperCase(Locale.ROOT)
                        + program.substring(1)
                        + "Command";
        assertThat(text(service, "arguments"))
                .contains(" " + main + " start --home \"%BASE%\\..\"")
                .contains("\"@%BASE%\\..\\lib\\java.options\"");
        assertThat(ROOT.resolve(program + "/src/main/java/" + main.replace('.', '/') + ".java"))
                .isRegularFile();
        assertThat(ROOT.resolve("build/package/java.options")).isRegularFile();
    }

    /** Versions 2 and 3 read different lines; without theirs they take the one who may do all. */
    @ParameterizedTest
    @ValueSource(strings = {"origin", "edge"})
    void eachVersionOfTheWrapperTakesTheAccountThatMayDoLittle(String program) throws Exception {
        Document service = service(program);
        assertThat(text(service, "domain")).isEqualTo("NT AUTHORITY");
        assertThat(text(service, "user")).isEqualTo("LocalService");
        assertThat(text(service, "username")).isEqualTo("NT AUTHORITY\\LocalService");
    }

    @ParameterizedTest
    @ValueSource(strings = {"origin", "edge"})
    void theyHaveTheTimeToStopThatClientsHaveToGo(String program) throws Exception {
        String[] time = text(service(program), "stoptimeout").split(" ");
        assertThat(time[1]).isEqualTo("sec");
        assertThat(Duration.ofSeconds(Long.parseLong(time[0])))
                .isGreaterThan(OriginConfig.defaults(ROOT).sessions().drain());
    }
}
