package io.cumulonimbus.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that runs once for each of a number of seeds.
 *
 * <p>Parameters may be {@code long} (the seed), a {@link java.util.random.RandomGenerator} or any
 * type with a public constructor that takes the seed alone, such as {@link SimWorld}. A failure
 * says {@code replay with -Dsim.seed=N}; {@code -Dsim.seeds=N} runs more (or fewer) of them.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(Seeds.class)
public @interface SeededTest {
    /** How many seeds a build runs. */
    int seeds() default 50;
}
