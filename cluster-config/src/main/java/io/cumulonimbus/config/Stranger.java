package io.cumulonimbus.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Something that was set, means nothing to the programs, and looks as if it were meant to: it is
 * written nearly as one of their keys, or stands in one of their sections. Other keys that they do
 * not know are for scripts.
 *
 * @param source where it stands
 * @param name as it was written
 * @param meant the key that it may have been meant to be
 */
public record Stranger(String source, String name, Optional<String> meant) {
    /** What sections of single folders and edges are like in general, and how those are named. */
    private static final Map<String, Set<String>> SINGLE =
            Map.of(
                    "media:", Set.of("folder", "record", "sharedobjects", "quota"),
                    "realm:", Set.of("placement"),
                    "edge:", Set.of("secret"));

    private static final String VARIABLES = "CUMULONIMBUS_";

    /** Variables that are no keys: those of the programs' scripts and containers. */
    private static final Set<String> OTHER_VARIABLES =
            Set.of(ConfigSources.HOME_VARIABLE, "CUMULONIMBUS_JAVA_OPTIONS");

    /** All among these settings that no program of ours knows. */
    static List<Stranger> among(KeyTable table, Collection<Setting> settings) {
        List<String> names = table.keys().stream().map(ConfigKey::name).toList();
        Set<String> sections =
                table.keys().stream().map(ConfigKey::section).collect(Collectors.toSet());
        List<Stranger> strangers = new ArrayList<>();
        for (Setting setting : settings) {
            String name = setting.name();
            if (table.find(name).isPresent()
                    || setting.source().equals(BuiltInSettings.SOURCE)
                    || isOfOne(name)) {
                continue;
            }
            boolean ours = sections.contains(section(name));
            Spelling spelling =
                    new Spelling(
                            names.stream()
                                    .filter(one -> !ours || section(one).equals(section(name)))
                                    .toList());
            Optional<String> meant = ofOne(name).or(() -> spelling.meant(name));
            if (ours || meant.isPresent()) {
                strangers.add(new Stranger(setting.source(), name, meant));
            }
        }
        return strangers;
    }

    /** Variables of the environment that are nearly those of a key. */
    static List<Stranger> variables(Map<String, String> environment) {
        List<String> known =
                Stream.of(KeyTable.origin(), KeyTable.edge())
                        .flatMap(table -> table.keys().stream())
                        .map(ConfigKey::variable)
                        .distinct()
                        .toList();
        Spelling spelling = new Spelling(known);
        List<Stranger> strangers = new ArrayList<>();
        environment.keySet().stream()
                .filter(name -> name.startsWith(VARIABLES))
                .filter(name -> !known.contains(name) && !OTHER_VARIABLES.contains(name))
                .sorted()
                .forEach(
                        name ->
                                spelling.meant(name)
                                        .ifPresent(
                                                meant ->
                                                        strangers.add(
                                                                new Stranger(
                                                                        "environment",
                                                                        name,
                                                                        Optional.of(meant)))));
        return strangers;
    }

    private static String section(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? ":" : name.substring(0, dot);
    }

    private static Optional<Set<String>> single(String name) {
        return SINGLE.entrySet().stream()
                .filter(kind -> name.startsWith(kind.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Whether it is a key of a section for one folder or edge. */
    static boolean isOfOne(String name) {
        String key = name.substring(name.lastIndexOf('.') + 1);
        return single(name)
                .filter(keys -> keys.stream().anyMatch(key::equalsIgnoreCase))
                .isPresent();
    }

    /** What a key of such a section may have been meant to be. */
    private static Optional<String> ofOne(String name) {
        String key = name.substring(name.lastIndexOf('.') + 1);
        return single(name)
                .flatMap(keys -> new Spelling(keys).meant(key))
                .map(meant -> section(name) + "." + meant);
    }

    /** In the words of messages. */
    @Override
    public String toString() {
        return source
                + ": "
                + name
                + " is no setting of ours"
                + meant.map(better -> "; is " + better + " meant?").orElse("")
                + (source.equals("environment") ? "" : " (scripts find it in cumulus.configs)");
    }
}
