package io.cumulonimbus.testkit;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** The engine of {@link SeededTest}. */
final class Seeds implements TestTemplateInvocationContextProvider {
    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return context.getRequiredTestMethod().isAnnotationPresent(SeededTest.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
            ExtensionContext context) {
        Long only = Long.getLong("sim.seed");
        if (only != null) {
            return Stream.of(new Seed(only));
        }
        int annotated = context.getRequiredTestMethod().getAnnotation(SeededTest.class).seeds();
        long count = Long.getLong("sim.seeds", annotated);
        return LongStream.rangeClosed(1, count).mapToObj(Seed::new);
    }

    /** One run: gives parameters made from the seed, and names the seed when it fails. */
    record Seed(long seed)
            implements TestTemplateInvocationContext,
                    ParameterResolver,
                    TestExecutionExceptionHandler {
        @Override
        public String getDisplayName(int invocationIndex) {
            return "seed " + seed;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of(this);
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            Class<?> type = parameter.getParameter().getType();
            return type == long.class
                    || type == RandomGenerator.class
                    || Stream.of(type.getConstructors())
                            .anyMatch(
                                    c ->
                                            List.of(c.getParameterTypes())
                                                    .equals(List.of(long.class)));
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context)
                throws ParameterResolutionException {
            Class<?> type = parameter.getParameter().getType();
            if (type == long.class) {
                return seed;
            }
            if (type == RandomGenerator.class) {
                return new SplittableRandom(seed);
            }
            try {
                return type.getConstructor(long.class).newInstance(seed);
            } catch (ReflectiveOperationException e) {
                throw new ParameterResolutionException(type + " from a seed", e);
            }
        }

        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable failure) {
            throw new AssertionError(
                    failure.getMessage() + "\nreplay with -Dsim.seed=" + seed, failure);
        }
    }
}
