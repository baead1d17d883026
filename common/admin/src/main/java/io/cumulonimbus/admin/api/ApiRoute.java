package io.cumulonimbus.admin.api;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Something that can be asked or done.
 *
 * @param method of HTTP; GET changes nothing
 * @param path with parameters in braces, which stand for one part of it each
 * @param name for programs: one word
 * @param summary for readers: one line
 * @param parameters all that it has
 * @param answer what it answers: a record
 * @param paged whether it answers a {@link Page} of these
 * @param work answers, later and on any thread; it may throw {@link ApiRefusal}. Called on the loop
 *     of the admin port, where nothing may wait
 */
public record ApiRoute(
        String method,
        String path,
        String name,
        String summary,
        List<ApiParameter> parameters,
        Class<? extends Record> answer,
        boolean paged,
        Function<ApiCall, CompletableFuture<?>> work) {
    /** Keeps a copy. */
    public ApiRoute {
        parameters = List.copyOf(parameters);
    }

    /** One that only asks. */
    public static <R extends Record> ApiRoute get(
            String path,
            String name,
            String summary,
            Class<R> answer,
            Function<ApiCall, CompletableFuture<R>> work,
            ApiParameter... parameters) {
        return new ApiRoute(
                "GET", path, name, summary, List.of(parameters), answer, false, work::apply);
    }

    /** One that asks for a list. */
    public static <R extends Record> ApiRoute list(
            String path,
            String name,
            String summary,
            Class<R> answer,
            Function<ApiCall, CompletableFuture<Page<R>>> work,
            ApiParameter... parameters) {
        return new ApiRoute(
                "GET", path, name, summary, List.of(parameters), answer, true, work::apply);
    }

    /** One that does something. */
    public static ApiRoute action(
            String method,
            String path,
            String name,
            String summary,
            Function<ApiCall, CompletableFuture<Done>> work,
            ApiParameter... parameters) {
        return new ApiRoute(
                method, path, name, summary, List.of(parameters), Done.class, false, work::apply);
    }

    /** Whether it changes something. */
    public boolean acts() {
        return !method.equals("GET");
    }
}
