package io.cumulonimbus.fuzz;

import java.util.ArrayList;
import java.util.List;

/** The arguments of a small program: options with a number or a word, flags, and plain words. */
final class Arguments {
    private final String usage;
    private final List<String> left;

    Arguments(String usage, String... arguments) {
        this.usage = usage;
        this.left = new ArrayList<>(List.of(arguments));
        if (flag("--help")) {
            System.out.println(usage);
            System.exit(0);
        }
    }

    /** The number after an option, or the default. */
    long number(String option, long usual) {
        String text = word(option, Long.toString(usual));
        try {
            return Long.parseLong(text.replace("_", ""));
        } catch (NumberFormatException bad) {
            return refuse(option + " takes a number, not " + text);
        }
    }

    /** The word after an option, or the default. */
    String word(String option, String usual) {
        int at = left.indexOf(option);
        if (at < 0) {
            return usual;
        }
        left.remove(at);
        if (at == left.size()) {
            refuse(option + " needs a value");
        }
        return left.remove(at);
    }

    boolean flag(String option) {
        return left.remove(option);
    }

    /** What no option took. */
    List<String> rest() {
        left.stream()
                .filter(word -> word.startsWith("-"))
                .findFirst()
                .ifPresent(word -> refuse("no option " + word));
        return List.copyOf(left);
    }

    /** Nothing may be left. */
    void end() {
        if (!rest().isEmpty()) {
            refuse("what is " + left.get(0) + "?");
        }
    }

    private long refuse(String why) {
        System.err.println(why);
        System.err.println(usage);
        System.exit(2);
        return 0;
    }
}
