package io.cumulonimbus.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of the house against a house that breaks each of them. */
class HouseRulesTest {
    private static final String ROOT = "io.cumulonimbus.testkit.badhouse";

    private static final JavaClasses BAD = new ClassFileImporter().importPackages(ROOT);

    private static final List<String> REPORTS =
            HouseRules.violations(HouseRules.mainRules(ROOT), BAD);

    private static String report(String rule) {
        return REPORTS.stream()
                .filter(text -> text.contains("Rule '" + rule + "."))
                .findFirst()
                .orElse("");
    }

    @ParameterizedTest
    @CsvSource({
        "1,Threaded",
        "1,Networked",
        "2,ClockReader",
        "2,Gambler",
        "3a,Scripted",
        "3c,Parser",
        "4,Hopper",
        "5a,Synchronizer",
        "5b,Locker",
        "5c,Hoarder",
        "6,Second",
        "7,LinkKnower",
        "8a,WireReader",
        "8b,ObjectKnower",
    })
    void aBrokenRuleNamesTheCulprit(String rule, String culprit) {
        assertThat(report(rule)).contains(culprit);
    }

    @ParameterizedTest
    @CsvSource({"3a,Engine", "4,HonestProxy"})
    void theOnesThatMayAreLeftAlone(String rule, String innocent) {
        assertThat(report(rule)).isNotEmpty().doesNotContain(innocent);
    }

    @Test
    void aBoundedQueueIsNoEndlessOne() {
        assertThat(report("5c")).contains("(1 times)");
    }

    @Test
    void aTestThatSleepsOrReachesIntoFieldsIsFound() {
        assertThat(HouseRules.violations(TestRules.all(), BAD))
                .anyMatch(text -> text.contains("Sleeper"))
                .anyMatch(text -> text.contains("FieldSetter"));
    }

    @Test
    void theSeamKeepsTheRules() {
        HouseRules.check("io.cumulonimbus.client");
    }

    @Test
    void aCheckOfNothingFails() {
        assertThatThrownBy(() -> HouseRules.check("io.cumulonimbus.nowhere"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no classes");
    }
}
