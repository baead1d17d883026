package io.cumulonimbus.testkit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Rules 1 and 2: protocol cores are pure; time and randomness are arguments. */
final class SansIoRules {
    /** Packages (below the root) that hold protocol cores. */
    private static final List<String> CORES =
            List.of("client", "amf", "flv", "rtmfp", "rtmp", "stream", "link", "watch");

    private static final Set<String> INPUT_OUTPUT =
            Set.of(
                    "java.lang.Thread",
                    "java.lang.ThreadLocal",
                    "java.lang.System$Logger",
                    "java.net.Socket",
                    "java.net.ServerSocket",
                    "java.net.DatagramSocket",
                    "java.net.MulticastSocket");

    private static final Set<String> RANDOM =
            Set.of("java.util.Random", "java.util.SplittableRandom", "java.security.SecureRandom");

    private SansIoRules() {}

    static List<ArchRule> all(String root) {
        return List.of(noInputOutput(root), noClockNorChance(root));
    }

    private static GivenClassesConjunction noCoreClass(String root) {
        String[] packages =
                CORES.stream().map(core -> root + "." + core + "..").toArray(String[]::new);
        return noClasses().that().resideInAnyPackage(packages);
    }

    private static ArchRule noInputOutput(String root) {
        DescribedPredicate<JavaClass> forbidden =
                resideInAnyPackage(
                                "io.netty..",
                                "java.util.concurrent..",
                                "java.nio.channels..",
                                "org.slf4j..",
                                "ch.qos.logback..",
                                "java.util.logging..")
                        .or(named(INPUT_OUTPUT))
                        .as("threads, sockets, channels, loggers or Netty");
        return noCoreClass(root)
                .should(dependOnClassesThat(forbidden))
                .as("1. Protocol cores touch no threads, sockets, channels, loggers or Netty")
                .because("bytes and time go in, bytes and events come out");
    }

    private static ArchRule noClockNorChance(String root) {
        DescribedPredicate<CallTarget> forbidden =
                DescribedPredicate.describe(
                        "the clock or a source of randomness", SansIoRules::clockOrChance);
        return noCoreClass(root)
                .should(CallCondition.call(forbidden))
                .as("2. Protocol cores read no clock and make no randomness")
                .because("time is an argument (long nowNs), randomness is injected");
    }

    private static boolean clockOrChance(CallTarget target) {
        String owner = target.owner().getFullName();
        String name = target.name();
        if (RANDOM.contains(owner)) {
            return name.equals(JavaConstructor.CONSTRUCTOR_NAME) || name.startsWith("getInstance");
        }
        return switch (owner) {
            case "java.lang.System" -> name.equals("nanoTime") || name.equals("currentTimeMillis");
            case "java.lang.Math", "java.lang.StrictMath" -> name.equals("random");
            case "java.util.UUID" -> name.equals("randomUUID");
            case "java.util.Date" -> name.equals(JavaConstructor.CONSTRUCTOR_NAME);
            case "java.util.random.RandomGenerator" ->
                    name.equals("getDefault") || name.equals("of");
            default ->
                    owner.startsWith("java.time.")
                            && Stream.of("now", "system").anyMatch(name::startsWith);
        };
    }

    private static DescribedPredicate<JavaClass> named(Set<String> names) {
        return DescribedPredicate.describe(
                "named " + names, javaClass -> names.contains(javaClass.getFullName()));
    }
}
