package io.cumulonimbus.testkit.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.stream.Collectors;

/**
 * The ffmpeg and ffprobe programs that {@code org.bytedeco:ffmpeg} carries for this platform,
 * unpacked once into the temporary folder; nothing has to be installed.
 *
 * <p>The bundled libavdevice wants libpulse, which a server does not have and nothing here calls:
 * functions are bound when first called, so any library under that name lets the program start.
 */
public final class Ffmpeg {
    private static final String FOLDER = "org/bytedeco/ffmpeg/linux-x86_64/";
    private static final Map<String, String> ALIASES =
            Map.of(
                    "libva.so.2", "libva.so",
                    "libva-drm.so.2", "libva-drm.so",
                    "libpulse.so.0", "libva-drm.so");

    private final Path folder;

    private Ffmpeg(Path folder) {
        this.folder = folder;
    }

    /** The programs, when the class path carries them for this platform. */
    public static Optional<Ffmpeg> onClassPath() {
        URL url = Ffmpeg.class.getClassLoader().getResource(FOLDER + "ffmpeg");
        boolean runnable =
                "amd64".equals(System.getProperty("os.arch"))
                        && "Linux".equals(System.getProperty("os.name"));
        if (url == null || !runnable) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Ffmpeg(unpacked(url)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ffmpeg program with these arguments, quiet but for errors, ready to be started. */
    public ProcessBuilder ffmpeg(List<String> arguments) {
        List<String> all =
                new ArrayList<>(List.of("-hide_banner", "-v", "error", "-nostdin", "-y"));
        all.addAll(arguments);
        return program("ffmpeg", all);
    }

    /** Runs ffmpeg to its end, at most {@code seconds}; fails with its error output. */
    public void run(int seconds, String... arguments) {
        finish(ffmpeg(List.of(arguments)), seconds);
    }

    /**
     * What ffprobe counts in a file by decoding all of it: one line {@code codec,frames} a stream.
     */
    public List<String> decodedFrames(Path file) {
        return counted(file, "stream=codec_name,nb_read_frames", "-count_frames");
    }

    /**
     * The same beside the packets that the frames are made of: one line {@code
     * codec,frames,packets} a stream.
     */
    public List<String> decodedPackets(Path file) {
        String entries = "stream=codec_name,nb_read_frames,nb_read_packets";
        return counted(file, entries, "-count_frames", "-count_packets");
    }

    private List<String> counted(Path file, String entries, String... how) {
        List<String> arguments = new ArrayList<>(List.of("-v", "error"));
        arguments.addAll(List.of(how));
        arguments.addAll(List.of("-show_entries", entries, "-of", "csv=p=0", file.toString()));
        String rows = finish(program("ffprobe", arguments), 120);
        return rows.lines().filter(row -> !row.isBlank()).sorted().toList();
    }

    /** Whether there is an encoder of that name. */
    public boolean hasEncoder(String name) {
        String all = finish(program("ffmpeg", List.of("-hide_banner", "-encoders")), 60);
        return all.lines().anyMatch(line -> line.matches(" [VAS]\\S{5} " + name + " .*"));
    }

    /** When each packet of a file is to be decoded, in seconds: one list a stream. */
    public Map<Integer, List<Double>> decodingTimes(Path file) {
        String rows =
                finish(
                        program(
                                "ffprobe",
                                List.of(
                                        "-v",
                                        "error",
                                        "-show_entries",
                                        "packet=stream_index,dts_time",
                                        "-of",
                                        "csv=p=0",
                                        file.toString())),
                        120);
        return rows.lines()
                .map(row -> row.split(","))
                .filter(row -> row.length >= 2)
                .collect(
                        Collectors.groupingBy(
                                row -> Integer.parseInt(row[0]),
                                Collectors.mapping(
                                        row -> Double.parseDouble(row[1]), Collectors.toList())));
    }

    /** One of the programs with exactly these arguments, ready to be started. */
    ProcessBuilder program(String name, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(folder.resolve(name).toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LD_LIBRARY_PATH", folder.toString());
        return builder;
    }

    private static String finish(ProcessBuilder builder, int seconds) {
        try {
            Path errors = Files.createTempFile("ffmpeg", ".err");
            Path output = Files.createTempFile("ffmpeg", ".out");
            Process process =
                    builder.redirectError(errors.toFile()).redirectOutput(output.toFile()).start();
            try {
                if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                    throw new IllegalStateException(
                            builder.command() + " still runs after " + seconds + " s");
                }
                if (process.exitValue() != 0) {
                    throw new IllegalStateException(
                            builder.command() + "\n" + Files.readString(errors));
                }
                return Files.readString(output);
            } finally {
                process.destroyForcibly();
                Files.deleteIfExists(errors);
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /**
     * Unpacks beside the final folder and moves it there whole, so that parallel tests may race.
     */
    private static Path unpacked(URL url) throws IOException {
        JarURLConnection connection = (JarURLConnection) url.openConnection();
        long stamp =
                Files.getLastModifiedTime(Path.of(connection.getJarFile().getName())).toMillis();
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Path target = temporary.resolve("cumulonimbus-ffmpeg-" + stamp);
        if (Files.isDirectory(target)) {
            return target;
        }
        Path work = Files.createTempDirectory(temporary, "cumulonimbus-ffmpeg-");
        for (JarEntry entry : (Iterable<JarEntry>) connection.getJarFile().stream()::iterator) {
            if (entry.getName().startsWith(FOLDER) && !entry.isDirectory()) {
                copy(connection, entry, work);
            }
        }
        for (Map.Entry<String, String> alias : ALIASES.entrySet()) {
            if (Files.notExists(work.resolve(alias.getKey()))) {
                Files.createSymbolicLink(work.resolve(alias.getKey()), Path.of(alias.getValue()));
            }
        }
        try {
            Files.move(work, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException raced) {
            return target;
        }
        return target;
    }

    private static void copy(JarURLConnection connection, JarEntry entry, Path folder)
            throws IOException {
        Path file = folder.resolve(entry.getName().substring(FOLDER.length()));
        if (file.getParent().equals(folder)) {
            try (InputStream in = connection.getJarFile().getInputStream(entry)) {
                Files.copy(in, file);
            }
            if (!file.toFile().setExecutable(true)) {
                throw new IOException("cannot make executable: " + file);
            }
        }
    }
}
