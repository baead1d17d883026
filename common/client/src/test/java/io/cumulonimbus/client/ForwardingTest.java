package io.cumulonimbus.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What stands before a client, a handler or a sink misses none of their methods. */
class ForwardingTest {
    /** An interface, and what passes on all that is called of it. */
    private record Passing<T>(Class<T> type, Function<T, T> before) {
        private List<Method> methods() {
            return Arrays.stream(type.getMethods())
                    .filter(method -> !Modifier.isStatic(method.getModifiers()))
                    .toList();
        }

        /** Calls the method, and answers what arrives behind. */
        private List<Method> call(Method method) throws ReflectiveOperationException {
            List<Method> arrived = new ArrayList<>();
            Object behind =
                    Proxy.newProxyInstance(
                            type.getClassLoader(),
                            new Class<?>[] {type},
                            (proxy, called, arguments) -> {
                                arrived.add(called);
                                return anything(called.getReturnType());
                            });
            Object[] arguments =
                    Arrays.stream(method.getParameterTypes())
                            .map(ForwardingTest::anything)
                            .toArray();
            method.invoke(before.apply(type.cast(behind)), arguments);
            return arrived;
        }

        @Override
        public String toString() {
            return type.getSimpleName();
        }
    }

    static Stream<Passing<?>> all() {
        return Stream.of(
                new Passing<>(ClientHandler.class, next -> new ForwardingHandler(next) {}),
                new Passing<>(Client.class, next -> new ForwardingClient(next) {}),
                new Passing<>(MessageSink.class, next -> new ForwardingSink(next) {}));
    }

    @ParameterizedTest
    @MethodSource("all")
    void passesEveryMethodOnOnce(Passing<?> passing) throws ReflectiveOperationException {
        assertThat(passing.methods()).isNotEmpty();
        for (Method method : passing.methods()) {
            assertThat(passing.call(method)).as(method.getName()).containsExactly(method);
        }
    }

    private static Object anything(Class<?> type) {
        if (type == boolean.class) {
            return true;
        }
        if (type == int.class) {
            return 7;
        }
        if (type == long.class) {
            return 7L;
        }
        if (type == Optional.class) {
            return Optional.empty();
        }
        return type == List.class ? List.of() : null;
    }
}
