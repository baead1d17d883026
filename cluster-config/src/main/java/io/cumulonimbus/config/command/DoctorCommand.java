package io.cumulonimbus.config.command;

import io.cumulonimbus.config.ConfigException;
import io.cumulonimbus.config.ConfigSources;
import io.cumulonimbus.config.Effective;
import io.cumulonimbus.config.Stranger;
import io.cumulonimbus.config.doctor.Doctor;
import io.cumulonimbus.config.doctor.Finding;
import io.cumulonimbus.config.launch.ControlLine;
import io.cumulonimbus.config.launch.Program;
import io.cumulonimbus.config.launch.SourceOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code doctor}: what is not well, and what to do. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Looks at settings, ports, addresses, certificates, folders and the machine, and"
                        + " prints one line for each: ok, note (it works, and is worth a thought), or"
                        + " bad, with what to do. Works before the program is started and while it"
                        + " runs. Exit codes: 0 nothing is bad, 1 something is, 78 the settings are"
                        + " wrong.")
final class DoctorCommand implements Callable<Integer> {
    private final Program<?> program;

    @Mixin private SourceOptions sources;

    DoctorCommand(Program<?> program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        try {
            return examine(program);
        } catch (ConfigException e) {
            return RunningProgram.wrong(program, e);
        }
    }

    private <C> int examine(Program<C> examined) throws ConfigException {
        ConfigSources from = sources.sources(examined.keys(), System.getenv());
        C config = examined.load(from);
        RunningProgram process = RunningProgram.of(examined, sources);
        boolean running = process.ask(ControlLine.STATUS).isPresent();
        System.out.println(running ? examined.keys().program() + " runs" : process.absent());
        List<Stranger> strangers = Effective.of(examined.keys(), from).strangers();
        List<Finding> findings = new ArrayList<>(Doctor.read(strangers));
        findings.addAll(Doctor.examine(examined.patient(config), running, examined.hello()));
        findings.forEach(System.out::println);
        long bad = findings.stream().filter(f -> f.grade() == Finding.Grade.BAD).count();
        System.out.println(findings.size() + " things were looked at, bad: " + bad);
        return bad == 0 ? 0 : 1;
    }
}
