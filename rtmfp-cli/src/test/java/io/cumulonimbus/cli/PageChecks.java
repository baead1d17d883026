package io.cumulonimbus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.testkit.browser.Chromium;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Whether somebody without a mouse, or with weak eyes, can use the page that a browser shows. */
final class PageChecks {
    /** WCAG 2.2, 1.4.3: text that is not large. */
    private static final double LEAST_CONTRAST = 4.5;

    private static final int MOST_TABS = 200;

    private static final String CONTROLS =
            """
            [...document.querySelectorAll('a[href], button, input, select')]
              .filter(e => e.checkVisibility() && !e.disabled && !e.closest('dialog'))
            """;
    private static final String NAME =
            "(e => e.tagName + ' ' + (e.id || e.getAttribute('aria-label') || e.textContent))";
    private static final String FOCUSED =
            "(e => getComputedStyle(e).outlineStyle + '|' + "
                    + NAME
                    + "(e))(document.activeElement)";

    /** Texts that are hard to read where they stand, and how hard. */
    private static final String HARD_TO_READ =
            """
            (() => {
              const numbers = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
              const light = (rgb) => {
                const [r, g, b] = rgb.slice(0, 3).map((c) => c / 255)
                  .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const solid = (rgb) => rgb.length === 3 || rgb[3] === 1;
              const behind = (e) => {
                for (let at = e; at; at = at.parentElement) {
                  const rgb = numbers(getComputedStyle(at).backgroundColor);
                  if (rgb.length >= 3 && solid(rgb)) { return rgb; }
                }
                return [255, 255, 255];
              };
              const own = (e) => [...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
              return [...document.querySelectorAll('body *')]
                .filter((e) => e.checkVisibility() && own(e) && !e.matches('option'))
                .map((e) => {
                  const style = getComputedStyle(e);
                  const ink = e.closest('svg') ? style.fill : style.color;
                  const two = [light(numbers(ink)), light(behind(e))];
                  const ratio = (Math.max(...two) + 0.05) / (Math.min(...two) + 0.05);
                  return [ratio, e.tagName + ' ' + e.textContent.trim().slice(0, 30)];
                })
                .filter(([ratio]) => !(ratio >= LEAST))
                .map(([ratio, text]) => text + ': ' + ratio.toFixed(2));
            })()
            """
                    .replace("LEAST", String.valueOf(LEAST_CONTRAST));

    private PageChecks() {}

    /** The tabulator key reaches every control, and it is seen where one is. */
    static void keysReachEverything(Chromium browser) throws Exception {
        Set<String> wanted = names(browser.evaluate(CONTROLS + ".map(" + NAME + ")"));
        assertThat(wanted).hasSizeGreaterThan(10);
        browser.evaluate("document.activeElement.blur(), document.body.focus()");
        Set<String> left = new TreeSet<>(wanted);
        List<String> unseen = new ArrayList<>();
        for (int i = 0; i < MOST_TABS && !left.isEmpty(); i++) {
            browser.press("Tab");
            String[] focused = browser.evaluate(FOCUSED).asText().split("\\|", 2);
            if (left.remove(focused[1]) && focused[0].equals("none")) {
                unseen.add(focused[1]);
            }
        }
        assertThat(left).as("out of the reach of keys").isEmpty();
        assertThat(unseen).as("not to be seen where the keys are").isEmpty();
    }

    /** In light, in dark, and as the system has it, which is one of the two. */
    static void canBeReadInLightAndDark(Chromium browser) throws Exception {
        for (String system : List.of("light", "dark")) {
            browser.call(
                    "Emulation.setEmulatedMedia",
                    Map.of(
                            "features",
                            List.of(Map.of("name", "prefers-color-scheme", "value", system))));
            theme(browser, system);
            String chosen = back(browser);
            assertThat(names(browser.evaluate(HARD_TO_READ))).as(system).isEmpty();
            theme(browser, system.equals("light") ? "dark" : "light");
            assertThat(back(browser)).isNotEqualTo(chosen);
            theme(browser, "");
            assertThat(back(browser)).as("as the system").isEqualTo(chosen);
        }
    }

    private static String back(Chromium browser) throws Exception {
        return browser.evaluate("getComputedStyle(document.body).backgroundColor").asText();
    }

    /** Chooses it as somebody does. */
    static void theme(Chromium browser, String name) throws Exception {
        browser.evaluate(
                "(() => { const t = document.querySelector('#theme'); t.value = '"
                        + name
                        + "'; t.dispatchEvent(new Event('change')); })()");
    }

    private static Set<String> names(JsonNode list) {
        Set<String> names = new TreeSet<>();
        list.forEach(one -> names.add(one.asText()));
        return names;
    }
}
