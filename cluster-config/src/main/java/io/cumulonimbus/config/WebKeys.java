package io.cumulonimbus.config;

import java.util.List;

/** The keys of what can be done over HTTP besides watching streams. */
final class WebKeys {
    private static final ConfigKey<Boolean> RPC =
            ConfigKey.of(
                    "web.rpc",
                    "true",
                    ValueType.BOOLEAN,
                    "Whether functions that scripts put on their clients can be called at the ports"
                            + " for RTMPT: over HTTP at /application/function, and both ways over"
                            + " WebSocket at /application. Whoever calls is a client as any other.");
    private static final ConfigKey<Boolean> FILES =
            ConfigKey.of(
                    "web.files",
                    "false",
                    ValueType.BOOLEAN,
                    "Whether everybody can have the files in a folder public that an application"
                            + " has, at /application/public/, at the ports for RTMPT. Scripts, files"
                            + " whose names begin with a dot and links that lead out are not there."
                            + " An edge needs it as well as its origin.");
    private static final ConfigKey<List<String>> ORIGINS =
            ConfigKey.of(
                    "web.origins",
                    "",
                    WatchKeys.WEB_SITES,
                    "Whose pages may call functions here, besides those of this server itself. Pages"
                            + " of others are answered 403. Programs that are no browsers are not"
                            + " concerned.");

    private WebKeys() {}

    static List<ConfigKey<?>> all() {
        return List.of(RPC, FILES, ORIGINS);
    }

    static WebConfig read(Settings settings) throws ConfigException {
        return new WebConfig(settings.get(RPC), settings.get(FILES), settings.get(ORIGINS));
    }
}
