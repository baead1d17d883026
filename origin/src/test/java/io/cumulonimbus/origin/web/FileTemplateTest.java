package io.cumulonimbus.origin.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FileTemplateTest {
    private static final Map<String, String> VALUES =
            Map.of("name", "é", "user.id", "7", "evil", "<a href=\"x\">'&", "é", "key");

    private static String filled(String name, String text) {
        FileTemplate template = new FileTemplate(name, text.getBytes(StandardCharsets.UTF_8));
        return new String(template.filled(VALUES).orElseThrow(), StandardCharsets.UTF_8);
    }

    @Test
    void tagsAreTheirValuesAndTheRestStays() {
        assertThat(filled("a.html", "ü<% name %>|<%user.id%>|<% no %>|<%é%>|"))
                .isEqualTo("üé|7||key|");
        assertThat(filled("a.html", "<% name")).isEqualTo("<% name");
        assertThat(filled("a.html", "%><%%><%")).isEqualTo("%><%");
        assertThat(filled("a.html", "<%" + " ".repeat(200) + "name %><% name %>"))
                .isEqualTo("<%" + " ".repeat(200) + "name %>é");
        assertThat(filled("a.html", "")).isEmpty();
    }

    @Test
    void valuesAreNoMarkupUnlessThatIsWanted() {
        assertThat(filled("a.HTML", "<% evil %>"))
                .isEqualTo("&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
        assertThat(filled("a.html", "<%- evil %>")).isEqualTo(VALUES.get("evil"));
        assertThat(filled("a.json", "<% evil %>")).isEqualTo(VALUES.get("evil"));
    }

    @Test
    void whatIsMadeIsBounded() {
        Map<String, String> large = Map.of("x", "y".repeat(60_000));
        byte[] few = "<%x%><%x%><%x%><%x%>".getBytes(StandardCharsets.UTF_8);
        assertThat(new FileTemplate("a", few).filled(large)).isPresent();
        byte[] many = "<%x%>".repeat(20_000).getBytes(StandardCharsets.UTF_8);
        assertThat(new FileTemplate("a", many).filled(large)).isEmpty();
    }

    @Test
    void anyBytesAreTaken() {
        Random random = new Random(59);
        byte[] marks = {'<', '%', '>', '-', ' ', 'n', (byte) 0xc3, 0};
        for (int i = 0; i < 2000; i++) {
            byte[] content = new byte[random.nextInt(300)];
            for (int j = 0; j < content.length; j++) {
                content[j] = marks[random.nextInt(marks.length)];
            }
            byte[] before = content.clone();
            assertThat(new FileTemplate("a.html", content).filled(VALUES)).isPresent();
            assertThat(Arrays.equals(content, before)).isTrue();
        }
    }
}
