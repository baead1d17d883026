package io.cumulonimbus.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;

/**
 * Rules 4 and 5: one owning loop for every object; hops are proxies; no locks, no endless queues.
 */
final class ThreadRules {
    private static final Set<String> ENDLESS_QUEUES =
            Set.of(
                    "java.util.concurrent.ConcurrentLinkedQueue",
                    "java.util.concurrent.ConcurrentLinkedDeque",
                    "java.util.concurrent.LinkedTransferQueue",
                    "java.util.concurrent.PriorityBlockingQueue",
                    "java.util.concurrent.DelayQueue");

    private static final Set<String> BOUNDED_WHEN_TOLD =
            Set.of(
                    "java.util.concurrent.LinkedBlockingQueue",
                    "java.util.concurrent.LinkedBlockingDeque");

    private ThreadRules() {}

    static List<ArchRule> all(String root) {
        return List.of(hopsAreProxies(root), noSynchronized(), noLocks(), noEndlessQueues());
    }

    private static ArchRule hopsAreProxies(String root) {
        String loop = root + ".net.loop.Loop";
        DescribedPredicate<CallTarget> hop =
                DescribedPredicate.describe(
                        "Loop.execute or Loop.schedule",
                        target ->
                                (target.name().equals("execute")
                                                || target.name().equals("schedule"))
                                        && (target.owner().isAssignableTo(loop)
                                                || nettyExecutor(target.owner())));
        return noClasses()
                .that(DescribedPredicate.not(proxy()))
                .and()
                .resideOutsideOfPackage(root + ".net.loop..")
                .should(CallCondition.call(hop))
                .as("4. Only *Proxy classes and net.loop hop between threads")
                .because("the thread hop is a type, bounded and counted");
    }

    private static boolean nettyExecutor(JavaClass owner) {
        return owner.getPackageName().startsWith("io.netty.")
                && owner.isAssignableTo("java.util.concurrent.Executor");
    }

    private static DescribedPredicate<JavaClass> proxy() {
        return DescribedPredicate.describe(
                "proxies",
                javaClass ->
                        outermost(javaClass).getSimpleName().endsWith("Proxy")
                                || javaClass.getSimpleName().endsWith("Proxy"));
    }

    private static JavaClass outermost(JavaClass javaClass) {
        JavaClass at = javaClass;
        while (at.getEnclosingClass().isPresent()) {
            at = at.getEnclosingClass().get();
        }
        return at;
    }

    private static ArchRule noSynchronized() {
        return classes()
                .should(new NoSynchronizedCondition())
                .as("5a. Nothing is synchronized")
                .because("every mutable object has one owning loop");
    }

    private static ArchRule noLocks() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.concurrent.locks..")
                .as("5b. No locks")
                .because("loops exchange messages");
    }

    private static ArchRule noEndlessQueues() {
        DescribedPredicate<CallTarget> endless =
                DescribedPredicate.describe("an unbounded queue", ThreadRules::makesEndlessQueue);
        return noClasses()
                .should(CallCondition.call(endless))
                .as("5c. No unbounded queue between threads")
                .because(
                        "everything that crosses is bounded and counted; for pools use"
                                + " ThreadPoolExecutor with an ArrayBlockingQueue");
    }

    private static boolean makesEndlessQueue(CallTarget target) {
        String owner = target.owner().getFullName();
        if (owner.equals("java.util.concurrent.Executors")) {
            return target.name().startsWith("new")
                    && !target.name().equals("newVirtualThreadPerTaskExecutor");
        }
        if (!target.name().equals(JavaConstructor.CONSTRUCTOR_NAME)) {
            return false;
        }
        boolean told =
                target.parameters().size() == 1
                        && target.parameters().get(0).getFullName().equals("int");
        return ENDLESS_QUEUES.contains(owner) || BOUNDED_WHEN_TOLD.contains(owner) && !told;
    }
}
