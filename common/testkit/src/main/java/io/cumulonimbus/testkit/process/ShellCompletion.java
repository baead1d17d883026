package io.cumulonimbus.testkit.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What bash offers when somebody presses the tabulator key behind a part of a command. */
public final class ShellCompletion {
    private static final String ASK =
            ". \"$0\"; COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); COMP_LINE=\"$*\";"
                    + " COMP_POINT=${#COMP_LINE};"
                    + " $(complete -p \"$1\" | sed 's/.*-F \\([^ ]*\\).*/\\1/') 2> /dev/null;"
                    + " printf '%s\\n' \"${COMPREPLY[@]}\"";

    private ShellCompletion() {}

    /**
     * One in each line.
     *
     * @param script that tells bash what there is
     * @param words the command so far; the last one is what is completed
     */
    public static List<String> offered(Path script, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("bash", "-c", ASK, script.toString()));
        command.addAll(List.of(words));
        Process bash = new ProcessBuilder(command).start();
        bash.getOutputStream().close();
        return new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }
}
