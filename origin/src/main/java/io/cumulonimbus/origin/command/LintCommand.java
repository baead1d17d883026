package io.cumulonimbus.origin.command;

import io.cumulonimbus.origin.lua.lint.Finding;
import io.cumulonimbus.origin.lua.lint.Linter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code origin lint}: looks through scripts without running them. */
@Command(
        name = "lint",
        mixinStandardHelpOptions = true,
        description =
                "Looks through Lua scripts for what is no Lua, and for events and names that the"
                        + " server does not have. Ends with 0 when there is nothing to say, otherwise"
                        + " with 1.")
final class LintCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "PATH",
            defaultValue = "www",
            description =
                    "Scripts, or folders of applications; www of the working directory if none.")
    private List<Path> paths;

    @Override
    public Integer call() throws IOException {
        Linter linter = new Linter();
        for (Path path : paths) {
            if (!Files.exists(path)) {
                System.err.println("origin lint: there is no " + path);
                return CommandLine.ExitCode.USAGE;
            }
            linter.add(path);
        }
        if (linter.scripts() == 0) {
            System.err.println("origin lint: there are no scripts");
            return CommandLine.ExitCode.USAGE;
        }
        List<Finding> findings = linter.findings();
        findings.forEach(System.out::println);
        System.out.println(
                linter.scripts() + " scripts looked through, findings: " + findings.size());
        return findings.isEmpty() ? 0 : 1;
    }
}
