package io.cumulonimbus.fuzz;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The program behind {@code scripts/fuzz}: spoiled input for every parser and for whole endpoints.
 *
 * <p>Each case follows from the name of its target and its number. An input that fails is kept in a
 * file, and the command that shows it again is printed; then the program ends with 1.
 */
public final class Fuzz {
    private static final String USAGE =
            "usage: fuzz [--cases N] [--from CASE] [--threads N] [TARGET...]"
                    + " | --list | --input FILE TARGET | --corpus FOLDER TARGET";

    private static final int CORPUS = 2000;

    private static final int MOST_FAILURES = 5;
    private static final long TELL_EVERY_NS = 60_000_000_000L;

    private final List<Target> targets;
    private final long cases;
    private final long from;
    private final Path failures;
    private final PrintStream out;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    private Fuzz(List<Target> targets, long cases, long from, Path failures, PrintStream out) {
        this.targets = targets;
        this.cases = cases;
        this.from = from;
        this.failures = failures;
        this.out = out;
    }

    /**
     * Shares so many cases among targets by their weight; answers how many inputs failed.
     *
     * @param from the number of each target's first case
     * @param failures where inputs that failed are kept
     */
    static int run(
            List<Target> targets,
            long cases,
            long from,
            int threads,
            Path failures,
            PrintStream out) {
        Fuzz fuzz = new Fuzz(targets, cases, from, failures, out);
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            workers.add(Thread.ofPlatform().daemon().start(fuzz::work));
        }
        try {
            for (Thread worker : workers) {
                worker.join();
            }
        } catch (InterruptedException stop) {
            out.println("interrupted");
        }
        return fuzz.failed.get();
    }

    /** The program. */
    public static void main(String[] arguments) throws IOException {
        Arguments given = new Arguments(USAGE, arguments);
        long cases = given.number("--cases", 1_000_000);
        long from = given.number("--from", 0);
        int threads = (int) given.number("--threads", Runtime.getRuntime().availableProcessors());
        String input = given.word("--input", "");
        String corpus = given.word("--corpus", "");
        boolean list = given.flag("--list");
        List<String> names = given.rest();
        List<Target> targets = new ArrayList<>(Targets.all());
        targets.removeIf(target -> !names.isEmpty() && !names.contains(target.name()));
        if (targets.isEmpty() || list) {
            Targets.all().forEach(target -> System.out.println(target.name()));
            System.exit(list ? 0 : 2);
        }
        if (!input.isEmpty()) {
            targets.get(0).run(Files.readAllBytes(Path.of(input)));
            System.out.println("nothing is wrong with it");
            return;
        }
        if (!corpus.isEmpty()) {
            write(new Trial(targets.get(0)), Files.createDirectories(Path.of(corpus)));
            return;
        }
        long began = System.nanoTime();
        Path failures = Path.of("fuzz-failures");
        int failed = run(targets, cases, from, threads, failures, System.out);
        System.out.printf(
                "%,d cases from %,d, %d failed, %.0f s on %d threads%n",
                cases, from, failed, (System.nanoTime() - began) / 1e9, threads);
        System.exit(failed == 0 ? 0 : 1);
    }

    /** Inputs to begin with, for a fuzzer that makes its own. */
    private static void write(Trial trial, Path folder) throws IOException {
        for (int i = 0; i < CORPUS; i++) {
            Files.write(folder.resolve(Integer.toString(i)), trial.input(i));
        }
    }

    private void work() {
        for (int i = next.getAndIncrement(); i < targets.size(); i = next.getAndIncrement()) {
            run(targets.get(i));
        }
    }

    private void run(Target target) {
        long weights = targets.stream().mapToLong(Target::weight).sum();
        long count = Math.max(1, Math.ceilDiv(cases * target.weight(), weights));
        Trial trial = new Trial(target);
        long began = System.nanoTime();
        long told = began;
        int failedHere = 0;
        for (long number = from; number < from + count; number++) {
            byte[] input = trial.input(number);
            try {
                trial.run(input);
            } catch (Throwable failure) {
                failed.incrementAndGet();
                keep(target, number, input, failure);
                if (++failedHere >= MOST_FAILURES) {
                    break;
                }
            }
            if (System.nanoTime() - told > TELL_EVERY_NS) {
                told = System.nanoTime();
                out.println(trial.summary((told - began) / 1e9));
            }
        }
        out.println(trial.summary((System.nanoTime() - began) / 1e9));
    }

    private void keep(Target target, long number, byte[] input, Throwable failure) {
        Path file = failures.resolve(target.name() + "-" + number + ".bin");
        try {
            Files.createDirectories(failures);
            Files.write(file, input);
        } catch (IOException bad) {
            throw new UncheckedIOException(bad);
        }
        out.println("FAILED " + target.name() + " case " + number + ", kept in " + file);
        failure.printStackTrace(out);
        out.println(
                "see it again with: scripts/fuzz --from " + number + " --cases 1 " + target.name());
    }
}
