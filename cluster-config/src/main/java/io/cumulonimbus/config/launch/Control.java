package io.cumulonimbus.config.launch;

import io.cumulonimbus.config.ConfigException;
import io.cumulonimbus.config.ConfigSources;
import io.cumulonimbus.config.Effective;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a running program answers at its {@link ControlDoor}. Owned by the thread of the door.
 *
 * @param <C> the settings of the program
 */
final class Control<C> {
    private static final String LEVEL = "logs.level";
    private static final Logger LOG = LoggerFactory.getLogger(Control.class);

    private final Program<C> program;
    private final StartOptions options;
    private final Program.Running running;
    private final Instant since = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    /** What it was started with, and what was changed since. */
    private Effective started;

    Control(Program<C> program, StartOptions options, Program.Running running, Effective started) {
        this.program = program;
        this.options = options;
        this.running = running;
        this.started = started;
    }

    List<String> answer(String word) {
        return switch (word) {
            case ControlLine.STATUS -> status();
            case ControlLine.RELOAD -> reload();
            default -> List.of(ControlLine.ERROR + " there is status and reload");
        };
    }

    private List<String> status() {
        List<String> lines = new ArrayList<>();
        lines.add("pid " + ProcessHandle.current().pid());
        lines.add("since " + since);
        lines.add("ports " + running.ports());
        lines.addAll(running.status());
        return lines;
    }

    /** A mistake changes nothing. */
    private List<String> reload() {
        try {
            ConfigSources sources = options.sources(program.keys(), System.getenv());
            C config = program.load(sources);
            Effective now = Effective.of(program.keys(), sources);
            List<String> lines = new ArrayList<>();
            for (String key : now.changedFrom(started)) {
                lines.add((isTaken(key) ? "changed " : "restart ") + key);
            }
            Logs.setLevel(options.logs(program.logs(config)).level());
            lines.addAll(running.reload(sources));
            started = started.with(now, this::isTaken);
            LOG.info("settings were read again: {}", lines);
            lines.add("done");
            return lines;
        } catch (ConfigException e) {
            LOG.warn("settings were read again, and not taken: {}", e.getMessage());
            return List.of(ControlLine.ERROR + " " + e.getMessage());
        }
    }

    private boolean isTaken(String key) {
        return key.equals(LEVEL) || running.canChange(key);
    }
}
