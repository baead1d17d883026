package io.cumulonimbus.config.launch;

import io.cumulonimbus.config.ConfigException;
import io.cumulonimbus.config.ConfigSources;
import io.cumulonimbus.config.Effective;
import io.cumulonimbus.config.KeyTable;
import io.cumulonimbus.config.LogsConfig;
import io.cumulonimbus.config.StartException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * Runs a {@link Program} from its options to its end. The calling thread owns the program; a signal
 * stops it from a shutdown hook.
 *
 * <p>Exit codes: 0 stopped by a signal, in order; {@value #NOT_STARTED} could not start, or did not
 * stop in order; {@value #USAGE} wrong option; {@value #WRONG_CONFIG} wrong configuration.
 */
public final class Launcher {
    /** A port is in use, a folder cannot be written, and the like. */
    public static final int NOT_STARTED = 1;

    /** Unknown option or command. */
    public static final int USAGE = CommandLine.ExitCode.USAGE;

    /** A wrong key or value. */
    public static final int WRONG_CONFIG = 78;

    private static final int WIDTH = 104;
    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);

    /** The main class and its arguments, to start the same once more. */
    private static volatile List<String> arguments = List.of();

    private Launcher() {}

    static List<String> arguments() {
        return arguments;
    }

    /** Parses {@code arguments} for a picocli {@code command}, runs it and ends the process. */
    public static void main(Object command, String... arguments) {
        begin(command, arguments);
        System.exit(new CommandLine(command).execute(arguments));
    }

    private static void begin(Object command, String... given) {
        Logs.begin();
        List<String> all = new ArrayList<>(List.of(command.getClass().getName()));
        all.addAll(List.of(given));
        arguments = List.copyOf(all);
    }

    /** The same with more commands below {@code command}, by name. */
    public static void main(Object command, Map<String, Object> more, String... arguments) {
        begin(command, arguments);
        CommandLine line = new CommandLine(command);
        more.forEach(line::addSubcommand);
        System.exit(line.execute(arguments));
    }

    /** Adds the reference of all keys below the usage text of a {@code start} command. */
    public static void describe(CommandLine.Model.CommandSpec command, KeyTable keys) {
        Map<String, String> exitCodes = new LinkedHashMap<>();
        exitCodes.put(" 0", "stopped by SIGTERM or SIGINT, in order");
        exitCodes.put(" 1", "could not start: a port in use, a folder not writable");
        exitCodes.put(" 2", "wrong option");
        exitCodes.put("78", "wrong configuration");
        command.usageMessage()
                .width(WIDTH)
                .footerHeading("%nKeys of " + keys.program() + ".ini and --set, with defaults:%n")
                .footer(keys.reference().replace("%", "%%").split("\n"))
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(exitCodes);
    }

    /**
     * Starts the program, prints {@code READY} and the open ports on standard output, and serves
     * until a signal ends the process.
     *
     * @return the exit code when the program did not start; otherwise it does not return
     */
    public static <C> int run(Program<C> program, StartOptions options) {
        Stop stop = new Stop();
        if (options.daemon()) {
            return Background.start(program, options);
        }
        Runtime.getRuntime().addShutdownHook(stop.thread());
        try {
            serve(program, options, stop);
            return NOT_STARTED;
        } catch (ConfigException e) {
            return failed(stop, WRONG_CONFIG, program, e.getMessage());
        } catch (StartException | IOException e) {
            LOG.debug("start failed", e);
            return failed(stop, NOT_STARTED, program, e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.error("start failed", e);
            return failed(stop, NOT_STARTED, program, e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(stop, NOT_STARTED, program, "interrupted");
        }
    }

    private static <C> void serve(Program<C> program, StartOptions options, Stop stop)
            throws ConfigException, StartException, IOException, InterruptedException {
        ConfigSources sources = options.sources(program.keys(), System.getenv());
        C config = program.load(sources);
        LogsConfig logs = options.logs(program.logs(config));
        Logs.configure(logs, !options.inBackground());
        Effective effective = Effective.of(program.keys(), sources);
        effective.strangers().forEach(stranger -> LOG.warn("{}", stranger));
        if (options.pidFile().isPresent()) {
            stop.writePid(options.pidFile().get());
        }
        try {
            options.dump().ifPresent(program::dump);
        } catch (IllegalArgumentException e) {
            throw new StartException("--dump: " + e.getMessage(), e);
        }
        Program.Running running = program.start(config);
        stop.arm(running);
        Control<C> control = new Control<>(program, options, running, effective);
        stop.closes(ControlDoor.open(ControlLine.file(program.keys(), logs), control::answer));
        LOG.info("serving {}", running.ports());
        stop.writeReady(ControlLine.readyFile(program.keys(), logs), "READY " + running.ports());
        System.out.println("READY " + running.ports());
        System.out.flush();
        ServiceNotice.ready(running.ports());
        new CountDownLatch(1).await();
    }

    private static int failed(Stop stop, int code, Program<?> program, String why) {
        System.err.println(program.keys().program() + ": " + why);
        stop.disarm();
        return code;
    }
}
