package io.cumulonimbus.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.stream.Stream;

/** Rules 3, 6, 7 and 8: who may know whom. */
final class LayerRules {
    private LayerRules() {}

    static List<ArchRule> all(String root) {
        return List.of(
                noClasses()
                        .that()
                        .resideOutsideOfPackage(root + ".origin.lua..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("org.luaj..")
                        .as("3a. LuaJ is known to origin.lua alone")
                        .because("it must be possible to replace it"),
                noClasses()
                        .that()
                        .resideOutsideOfPackage(root + ".origin.cluster..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAPackage("com.hazelcast..")
                        .as("3b. Hazelcast is known to origin.cluster alone")
                        .because("everything else asks the Directory"),
                amf(root),
                micrometer(root),
                slices().assignedFrom(new ByPackage(root))
                        .should()
                        .beFreeOfCycles()
                        .as("6. Packages form no cycles")
                        .because("arrows point one way"),
                noClasses()
                        .that()
                        .resideInAnyPackage(root + ".origin.app..", root + ".origin.stream..")
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(root + ".rtmfp..", root + ".link..")
                        .as("7. origin.app and origin.stream know clients by the seam alone")
                        .because("one seam, Client, whatever carries it"),
                link(root),
                scripts(root));
    }

    private static ArchRule link(String root) {
        String link = root + ".link";
        return noClasses()
                .that()
                .resideOutsideOfPackage(link + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        link + ".wire..",
                        link + ".connection..",
                        link + ".turn..",
                        link + ".remote..")
                .as("8a. What a link is made of is known to the link alone")
                .because("its hosts have a LinkSession, whatever is in it");
    }

    private static ArchRule scripts(String root) {
        String lua = root + ".origin.lua";
        String[] inside =
                Stream.of("object", "value", "host", "convert", "client", "stream", "cluster")
                        .map(part -> lua + "." + part + "..")
                        .toArray(String[]::new);
        return noClasses()
                .that()
                .resideOutsideOfPackage(lua + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(inside)
                .as("8b. What scripts work with is known to origin.lua alone")
                .because("everything else has an Application, whatever it is written in");
    }

    private static ArchRule amf(String root) {
        return noClasses()
                .that()
                .resideInAnyPackage(root + ".edge..", root + ".net..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(root + ".amf..")
                .as("3c. Edges and gateways parse no AMF")
                .because("they relay flows, whatever is in them");
    }

    private static ArchRule micrometer(String root) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(root + ".admin..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.micrometer..", "io.prometheus..")
                .as("3d. Micrometer is known to admin alone")
                .because("everybody else has figures and does not name them");
    }

    /** Each package of the house is a slice of its own. */
    private record ByPackage(String root) implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
            String name = javaClass.getPackageName();
            return name.startsWith(root) ? SliceIdentifier.of(name) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
