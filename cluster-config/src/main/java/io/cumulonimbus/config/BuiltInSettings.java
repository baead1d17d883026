package io.cumulonimbus.config;

import java.util.List;

/**
 * The {@code application.*} and {@code system.*} keys that Cumulus' configuration files and scripts
 * may refer to. The environment is not listed: it is reached by {@code ${system.env.NAME}} only, so
 * that scripts see of it what the operator names.
 */
final class BuiltInSettings {
    static final String SOURCE = "built in";

    private BuiltInSettings() {}

    static List<Setting> of(KeyTable table, ConfigSources sources) {
        return List.of(
                setting("application.name", table.program()),
                setting("application.baseName", table.program()),
                setting("application.path", sources.home().resolve(table.program()).toString()),
                setting("application.dir", withSlash(sources.home().toString())),
                setting("system.osName", property("os.name")),
                setting("system.osVersion", property("os.version")),
                setting("system.osArchitecture", property("os.arch")),
                setting("system.currentDir", withSlash(property("user.dir"))),
                setting("system.homeDir", withSlash(property("user.home"))),
                setting("system.tempDir", withSlash(property("java.io.tmpdir"))),
                setting("system.nodeName", sources.environment().getOrDefault("HOSTNAME", "")),
                setting("system.pid", Long.toString(ProcessHandle.current().pid())));
    }

    private static Setting setting(String name, String text) {
        return new Setting(name, text, SOURCE);
    }

    private static String property(String name) {
        return System.getProperty(name, "");
    }

    private static String withSlash(String path) {
        return path.endsWith("/") ? path : path + "/";
    }
}
