package io.cumulonimbus.testkit;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.ArrayList;
import java.util.List;

/**
 * The architecture rules of the house; each module's {@code HouseRulesTest} calls {@link #check}.
 *
 * <p>What Maven cannot say: which packages may know which types, who may hop threads, where time
 * and randomness come from. See {@code docs/architecture.md}.
 */
public final class HouseRules {
    private static final String ROOT = "io.cumulonimbus";

    private HouseRules() {}

    /**
     * Checks the classes of these packages and of those below them, tests included; fails with
     * every violation found.
     */
    public static void check(String... packages) {
        JavaClasses main = load(location -> !isTest(location), packages);
        JavaClasses tests = load(HouseRules::isTest, packages);
        if (main.isEmpty()) {
            throw new AssertionError("no classes in " + List.of(packages));
        }
        List<String> violations = violations(mainRules(ROOT), main);
        violations.addAll(violations(TestRules.all(), tests));
        if (!violations.isEmpty()) {
            throw new AssertionError(
                    "rules of the house broken:\n\n" + String.join("\n\n", violations));
        }
    }

    /** The rules for code that ships, of a house whose root package is {@code root}. */
    static List<ArchRule> mainRules(String root) {
        List<ArchRule> rules = new ArrayList<>(SansIoRules.all(root));
        rules.addAll(LayerRules.all(root));
        rules.addAll(ThreadRules.all(root));
        return rules;
    }

    /** Every violation, one text per broken rule. */
    static List<String> violations(List<ArchRule> rules, JavaClasses classes) {
        List<String> broken = new ArrayList<>();
        for (ArchRule rule : rules) {
            EvaluationResult result = rule.allowEmptyShould(true).evaluate(classes);
            if (result.hasViolation()) {
                broken.add(result.getFailureReport().toString());
            }
        }
        return broken;
    }

    private static JavaClasses load(ImportOption wanted, String... packages) {
        return new ClassFileImporter()
                .withImportOption(wanted)
                .withImportOption(location -> !location.contains("/testkit"))
                .importPackages(packages);
    }

    private static boolean isTest(Location location) {
        return location.contains("/test-classes/") || location.contains("-tests.jar");
    }
}
