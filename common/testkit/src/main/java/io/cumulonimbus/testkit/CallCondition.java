package io.cumulonimbus.testkit;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvent;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;

/** The condition that a class calls, or refers to, certain methods or constructors. */
final class CallCondition extends ArchCondition<JavaClass> {
    private final DescribedPredicate<CallTarget> wanted;

    private CallCondition(DescribedPredicate<CallTarget> wanted) {
        super("call " + wanted.getDescription());
        this.wanted = wanted;
    }

    static CallCondition call(DescribedPredicate<CallTarget> wanted) {
        return new CallCondition(wanted);
    }

    @Override
    public void check(JavaClass javaClass, ConditionEvents events) {
        Stream.of(
                        javaClass.getMethodCallsFromSelf(),
                        javaClass.getConstructorCallsFromSelf(),
                        javaClass.getMethodReferencesFromSelf(),
                        javaClass.getConstructorReferencesFromSelf())
                .flatMap(accesses -> accesses.stream())
                .filter(access -> wanted.test(CallTarget.of(access)))
                .forEach(access -> events.add(found(access)));
    }

    private static ConditionEvent found(JavaCodeUnitAccess<?> access) {
        return SimpleConditionEvent.satisfied(access, access.getDescription());
    }
}
