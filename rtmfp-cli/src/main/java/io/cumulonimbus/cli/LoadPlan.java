package io.cumulonimbus.cli;

import io.cumulonimbus.netclient.ConnectOptions;
import io.cumulonimbus.rtmfp.crypto.DhGroup;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a load is to be; the options of {@link LoadCommand}. */
final class LoadPlan {
    private static final int MAX_SESSIONS = 100_000;

    @Option(
            names = "--sessions",
            paramLabel = "N",
            defaultValue = "1",
            description = "Sessions, each with an identity and a socket of its own (default: 1).")
    private int sessions = 1;

    @Option(names = "--idle", description = "The sessions connect and do nothing.")
    private boolean idle;

    @Option(names = "--play", paramLabel = "NAME", description = "Each session plays this stream.")
    private String play = "";

    @Option(
            names = "--publish",
            paramLabel = "FILE",
            description = {
                "Each session publishes this FLV file, over and over, as load-0, load-1, ...;",
                "with --play, one further session publishes it as NAME instead.",
                "'synthetic' is a made-up film: 68 messages a second, 0.65 Mbit/s;",
                "'synthetic-small' one for many on one machine: 20 pictures a second, 0.05 Mbit/s."
            })
    private String publish = "";

    @Option(
            names = "--key-every",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description = "Seconds between two key frames of the made-up film (default: 2).")
    private int keyEvery = 2;

    @Option(
            names = "--silences",
            paramLabel = "MS",
            defaultValue = "0",
            description = "Tells of each player when nothing of 'load --publish' came for so long.")
    private long silences;

    @Option(
            names = "--call",
            paramLabel = "METHOD",
            description = "Each session calls this method of its application, again and again.")
    private String call = "";

    @Option(
            names = "--argument",
            paramLabel = "TEXT",
            description = "An argument of these calls; may be repeated.")
    private List<String> arguments = List.of();

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            defaultValue = "1",
            description = "Calls of each session under way at the same time (default: 1).")
    private int inFlight = 1;

    @Option(
            names = "--duration",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "How long is measured once all sessions are there (default: 10).")
    private double duration = 10;

    @Option(
            names = "--settle",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description = "How long to wait before that (default: 2).")
    private double settle = 2;

    @Option(
            names = "--at-once",
            paramLabel = "N",
            defaultValue = "16",
            description = "Sessions that are being connected at the same time (default: 16).")
    private int atOnce = 16;

    @Option(
            names = "--again",
            paramLabel = "N",
            defaultValue = "0",
            description = {
                "How often sessions are tried again that had no answer in time, in further waves",
                "(default: 0)."
            })
    private int again;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads that serve the sessions (default: 1).")
    private int threads = 1;

    @Option(
            names = "--pid",
            paramLabel = "PID",
            description = "The server's process on this machine, whose use is measured (Linux).")
    private long pid;

    @Option(
            names = "--group",
            paramLabel = "N",
            description = "The one Diffie-Hellman group of the sessions: 2, 5, 14 or 16.")
    private long group;

    @Option(
            names = "--flood",
            paramLabel = "KIND",
            description = {
                "Floods your own server instead, from one thread: hello asks for its URL and for",
                "peers, keying brings bad cookies, ping is valid packets to compare with."
            })
    private Flood flood;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description = {
                "Packets a second of the flood, or calls a second of all sessions together;",
                "0 is as many as leave, or as fast as they are answered (default: 0)."
            })
    private long rate;

    @Option(
            names = "--flood-elsewhere",
            description = "The server is another machine, whose owner agrees.")
    private boolean floodElsewhere;

    void check() throws CommandFailure {
        check(sessions >= 1 && sessions <= MAX_SESSIONS, "--sessions: expected 1 to 100000");
        check(duration > 0, "--duration: expected more than 0 seconds");
        check(keyEvery >= 1 && keyEvery <= 60, "--key-every: expected 1 to 60 seconds");
        check(silences >= 0, "--silences: expected 0 ms or more");
        check(settle >= 0, "--settle: expected 0 seconds or more");
        check(atOnce >= 1, "--at-once: expected 1 or more");
        check(again >= 0 && again <= 100, "--again: expected 0 to 100");
        check(threads >= 1, "--threads: expected 1 or more");
        check(pid >= 0, "--pid: expected a process number");
        check(
                group == 0 || DhGroup.of(group).isPresent(),
                "--group: expected a group of Diffie-Hellman that we know");
        check(rate >= 0, "--rate: expected 0 packets a second or more");
        boolean sessionsWanted = idle || plays() || publishes() || calls();
        check(inFlight >= 1 && inFlight <= 4096, "--in-flight: expected 1 to 4096");
        check(
                !calls() || !idle && !plays() && !publishes(),
                "--call: expected without the other kinds of load");
        check(
                flood == null || !sessionsWanted && sessions == 1,
                "--flood: makes no sessions, so expected without the other kinds of load");
        check(
                flood != null || calls() || idle == (play.isEmpty() && publish.isEmpty()),
                "expected --idle, or --play NAME, or --publish FILE, or the last two; or --call METHOD;"
                        + " or --flood KIND");
    }

    private static void check(boolean right, String otherwise) throws CommandFailure {
        if (!right) {
            throw new CommandFailure(ExitCode.USAGE, otherwise);
        }
    }

    int sessions() {
        return sessions;
    }

    String play() {
        return play;
    }

    boolean plays() {
        return !play.isEmpty();
    }

    /** What is published. */
    LoadFilm film() throws CommandFailure {
        return LoadFilm.open(publish, keyEvery);
    }

    /** Shorter ones are not told, in ms; 0 tells none. */
    long silences() {
        return silences;
    }

    boolean publishes() {
        return !publish.isEmpty();
    }

    boolean calls() {
        return !call.isEmpty();
    }

    /** The method to call. */
    String call() {
        return call;
    }

    /** What to call it with. */
    List<String> arguments() {
        return arguments;
    }

    /** How many calls of a session are under way at the same time. */
    int inFlight() {
        return inFlight;
    }

    /** The groups that the sessions have keys in. */
    List<DhGroup> groups() {
        return DhGroup.of(group).map(List::of).orElse(ConnectOptions.DEFAULT.groups());
    }

    /** What to flood with, when that is wanted. */
    Optional<Flood> flood() {
        return Optional.ofNullable(flood);
    }

    /** Packets a second of the flood, or calls a second; 0 for as many as possible. */
    long rate() {
        return rate;
    }

    /** Whether a flood may go to another machine. */
    boolean floodElsewhere() {
        return floodElsewhere;
    }

    double durationSeconds() {
        return duration;
    }

    double settleSeconds() {
        return settle;
    }

    int atOnce() {
        return atOnce;
    }

    /** How often sessions are tried again that had no answer in time. */
    int again() {
        return again;
    }

    int threads() {
        return threads;
    }

    /** The server's process; 0 when it is not known. */
    long pid() {
        return pid;
    }
}
