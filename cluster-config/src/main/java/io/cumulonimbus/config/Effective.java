package io.cumulonimbus.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * All settings as they are in force, each with where it came from. Secrets are compared, and never
 * shown.
 */
public final class Effective {
    private final List<Line> lines;
    private final List<String> texts;
    private final List<Stranger> strangers;

    Effective(List<Line> lines, List<String> texts, List<Stranger> strangers) {
        this.lines = List.copyOf(lines);
        this.texts = List.copyOf(texts);
        this.strangers = List.copyOf(strangers);
    }

    /**
     * One setting.
     *
     * @param name known keys by their own names
     * @param shown its value; {@code (set)} or {@code (none)} for a secret
     * @param source {@code default}, {@code <file>:<line>}, {@code environment NAME} or {@code
     *     --set}
     * @param known whether it is a key of this program; others are handed to scripts
     */
    public record Line(String name, String shown, String source, boolean known) {
        /** Whether nobody set it. */
        public boolean isDefault() {
            return source.equals(Settings.DEFAULT);
        }
    }

    /** Merges all sources; single values are not checked. */
    public static Effective of(KeyTable table, ConfigSources sources) throws ConfigException {
        return Settings.merge(table, sources).effective();
    }

    /** Known keys in the order of the file, then those for scripts by name. */
    public List<Line> lines() {
        return lines;
    }

    /** What was set and means nothing, although it looks as if it should. */
    public List<Stranger> strangers() {
        return strangers;
    }

    /** Names of the settings that have another value here than there, or are in one only. */
    public List<String> changedFrom(Effective other) {
        List<String> changed = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            int there = other.place(lines.get(i).name());
            if (there < 0 || !other.texts.get(there).equals(texts.get(i))) {
                changed.add(lines.get(i).name());
            }
        }
        other.lines.stream().map(Line::name).filter(name -> place(name) < 0).forEach(changed::add);
        return changed;
    }

    /** The same, with what {@code which} chooses as it is there; the keys of a program only. */
    public Effective with(Effective other, Predicate<String> which) {
        List<Line> mixed = new ArrayList<>(lines);
        List<String> values = new ArrayList<>(texts);
        for (int i = 0; i < mixed.size(); i++) {
            int there = other.place(mixed.get(i).name());
            if (there >= 0 && which.test(mixed.get(i).name())) {
                mixed.set(i, other.lines.get(there));
                values.set(i, other.texts.get(there));
            }
        }
        return new Effective(mixed, values, strangers);
    }

    private int place(String name) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }
}
