package io.cumulonimbus.testkit;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import java.util.List;

/** A method or constructor as a class calls or refers to it. */
record CallTarget(JavaClass owner, String name, List<JavaClass> parameters) {
    static CallTarget of(JavaCodeUnitAccess<?> access) {
        return new CallTarget(
                access.getTargetOwner(),
                access.getTarget().getName(),
                access.getTarget().getRawParameterTypes());
    }
}
