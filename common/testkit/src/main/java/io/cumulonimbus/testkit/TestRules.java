package io.cumulonimbus.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** Rule 8 and its companion: tests use the front door and wait for conditions. */
final class TestRules {
    private TestRules() {}

    static List<ArchRule> all() {
        return List.of(
                noClasses()
                        .should(
                                CallCondition.call(
                                        DescribedPredicate.describe(
                                                "reflection on fields", TestRules::fieldAccess)))
                        .as("8a. Tests do not reach into fields by reflection")
                        .because("what cannot be tested from outside is designed wrong"),
                noClasses()
                        .should(
                                CallCondition.call(
                                        DescribedPredicate.describe("sleep", TestRules::sleep)))
                        .as("8b. Tests do not sleep")
                        .because("they wait for a condition with a deadline (Awaitility)"));
    }

    private static boolean fieldAccess(CallTarget target) {
        return switch (target.owner().getFullName()) {
            case "java.lang.Class" -> target.name().startsWith("getDeclaredField");
            case "java.lang.reflect.Field" ->
                    target.name().equals("get")
                            || target.name().startsWith("set")
                            || target.name().equals("getLong")
                            || target.name().equals("getInt");
            default -> target.name().equals("setAccessible");
        };
    }

    private static boolean sleep(CallTarget target) {
        return target.name().equals("sleep")
                && (target.owner().isAssignableTo(Thread.class)
                        || target.owner().isAssignableTo("java.util.concurrent.TimeUnit"));
    }
}
