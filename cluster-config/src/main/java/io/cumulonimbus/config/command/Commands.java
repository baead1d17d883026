package io.cumulonimbus.config.command;

import io.cumulonimbus.config.launch.Program;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.AutoComplete;

/** The commands that every program has, by name. */
public final class Commands {
    private Commands() {}

    /** Those of one program. */
    public static Map<String, Object> of(Program<?> program) {
        Map<String, Object> commands = new LinkedHashMap<>();
        commands.put("stop", new StopCommand(program));
        commands.put("status", new StatusCommand(program));
        commands.put("reload", new ReloadCommand(program));
        commands.put("config", new ConfigCommand(program));
        commands.put("doctor", new DoctorCommand(program));
        commands.put("completion", new AutoComplete.GenerateCompletion());
        return commands;
    }
}
