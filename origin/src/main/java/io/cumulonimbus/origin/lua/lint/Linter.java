package io.cumulonimbus.origin.lua.lint;

import io.cumulonimbus.origin.lua.ScriptApi;
import io.cumulonimbus.origin.lua.vm.Budget;
import io.cumulonimbus.origin.lua.vm.Machine;
import io.cumulonimbus.origin.lua.vm.ScriptError;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.luaj.vm2.ast.Chunk;
import org.luaj.vm2.ast.NameResolver;
import org.luaj.vm2.parser.LuaParser;
import org.luaj.vm2.parser.ParseException;
import org.luaj.vm2.parser.TokenMgrError;

/**
 * Looks through scripts without running them: for what is no Lua 5.1, and for events, globals and
 * members of the server's objects that do not exist. It errs on the side of silence: whatever some
 * script defines under a name is taken to be what all others mean by it.
 */
public final class Linter {
    private static final Pattern AT = Pattern.compile("^.*?:(\\d+): (.*)$", Pattern.DOTALL);

    private final ScriptApi api = ScriptApi.read();
    private final Machine machine = new Machine(new Budget(() -> 0, Long.MAX_VALUE, 1L << 30));
    private final OwnWords words = new OwnWords();
    private final Map<String, Chunk> chunks = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private int scripts;

    /** Adds a file, or all scripts below a folder; what else is there are names of applications. */
    public Linter add(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path, FileVisitOption.FOLLOW_LINKS)) {
            for (Path one : all.filter(f -> !isHidden(path, f)).sorted().toList()) {
                if (Files.isDirectory(one)) {
                    words.addGlobal(one.toAbsolutePath().normalize().getFileName().toString());
                } else if (one.toString().endsWith(".lua") || one.equals(path)) {
                    add(one.toString(), Files.readAllBytes(one));
                }
            }
        }
        return this;
    }

    /** Whether its name, or that of a folder on the way to it, begins with a dot. */
    private static boolean isHidden(Path root, Path file) {
        for (Path name : root.relativize(file)) {
            if (name.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    /** Adds a script by its text. */
    public Linter add(String file, byte[] source) {
        scripts++;
        try {
            machine.load(source, "script", machine.globals());
        } catch (ScriptError error) {
            Matcher at = AT.matcher(error.value().tojstring());
            findings.add(
                    at.matches()
                            ? new Finding(file, Integer.parseInt(at.group(1)), at.group(2))
                            : new Finding(file, 1, error.value().tojstring()));
            return this;
        }
        try {
            Chunk chunk = new LuaParser(new StringReader(text(source))).Chunk();
            chunk.accept(new NameResolver());
            chunks.put(file, chunk);
            words.add(chunk);
        } catch (ParseException | TokenMgrError | RuntimeException unusual) {
            findings.add(new Finding(file, 1, "its names cannot be looked through"));
        }
        return this;
    }

    /** One character for each byte, without what the parser does not know in front. */
    private static String text(byte[] source) {
        String text = new String(source, StandardCharsets.ISO_8859_1);
        String plain = text.startsWith("\u00ef\u00bb\u00bf") ? text.substring(3) : text;
        return (plain.startsWith("#") ? "--" + plain : plain) + "\n";
    }

    /** How many scripts were added. */
    public int scripts() {
        return scripts;
    }

    /** What there is to say of all that was added, by file and line. */
    public List<Finding> findings() {
        List<Finding> all = new ArrayList<>(findings);
        chunks.forEach(
                (file, chunk) ->
                        new ScriptCheck(
                                        api,
                                        words,
                                        (line, text) -> all.add(new Finding(file, line, text)))
                                .check(chunk));
        return all.stream()
                .distinct()
                .sorted(Comparator.comparing(Finding::file).thenComparing(Finding::line))
                .toList();
    }
}
