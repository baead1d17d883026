package io.cumulonimbus.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.configuration2.INIConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;

/**
 * An INI file in Cumulus' syntax: {@code ;} begins a comment only at the start of a line, blanks
 * around keys and values do not count, {@code key} in {@code [section]} is {@code section.key}, the
 * last of several values of a key wins.
 */
final class IniFile {
    /** No character of a file: comment lines are taken out before, and there are no others. */
    private static final String NO_COMMENTS = "\u0000";

    private final Path path;
    private final Map<String, Integer> lines = new HashMap<>();

    private IniFile(Path path) {
        this.path = path;
    }

    /** All settings of the file in its order, with line numbers in their sources. */
    static List<Setting> read(Path path) throws ConfigException {
        return new IniFile(path).settings();
    }

    private List<Setting> settings() throws ConfigException {
        INIConfiguration ini = new INIConfiguration();
        ini.setCommentLeadingCharsUsedInInput(NO_COMMENTS);
        ini.setSeparatorUsedInInput("=");
        try {
            ini.read(new StringReader(withoutComments(text())));
        } catch (IOException | ConfigurationException e) {
            throw new ConfigException(path + ": cannot be read: " + e.getMessage());
        }
        List<Setting> settings = new ArrayList<>();
        for (ImmutableNode node : ini.getNodeModel().getNodeHandler().getRootNode()) {
            if (node.getChildren().isEmpty()) {
                add(settings, node.getNodeName(), node);
            }
            for (ImmutableNode child : node) {
                add(settings, node.getNodeName() + "." + child.getNodeName(), child);
            }
        }
        return settings;
    }

    private void add(List<Setting> settings, String name, ImmutableNode node) {
        if (node.getValue() == null) {
            return;
        }
        Integer line = lines.get(name.toLowerCase(Locale.ROOT));
        settings.add(
                new Setting(
                        name,
                        node.getValue().toString(),
                        line == null ? path.toString() : path + ":" + line));
    }

    private String text() throws ConfigException {
        try {
            String text = Files.readString(path, StandardCharsets.UTF_8);
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new ConfigException(path + ": is not UTF-8");
        } catch (IOException e) {
            throw new ConfigException(path + ": cannot be read: " + e.getMessage());
        }
    }

    /** Blanks comment lines out, and remembers which line has which key, for messages. */
    private String withoutComments(String text) throws ConfigException {
        StringBuilder rest = new StringBuilder();
        String section = "";
        int number = 0;
        for (String raw : text.lines().toList()) {
            number++;
            String line = raw.strip();
            if (line.startsWith("[")) {
                if (!line.endsWith("]")) {
                    throw new ConfigException(
                            path + ":" + number + ": expected [section], found '" + line + "'");
                }
                section = line.substring(1, line.length() - 1).strip();
            } else if (!line.startsWith(";") && !line.isEmpty()) {
                int equals = line.indexOf('=');
                String key = (equals < 0 ? line : line.substring(0, equals)).strip();
                String name = section.isEmpty() ? key : section + "." + key;
                lines.put(name.toLowerCase(Locale.ROOT), number);
            }
            rest.append(line.startsWith(";") ? "" : line).append('\n');
        }
        return rest.toString();
    }
}
