package io.cumulonimbus.config;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys with which an origin receives edges, and the sections of single edges. */
final class EdgesKeys {
    /** {@code [edge:NAME]}: what concerns one edge. */
    private static final String SECTION = "edge:";

    private static final ConfigKey<Boolean> ACTIVATED =
            ConfigKey.of(
                    "edges.activated", "false", ValueType.BOOLEAN, "Whether edges are accepted.");
    private static final ConfigKey<InetAddress> BIND_ADDRESS =
            ConfigKey.of(
                    "edges.bindAddress",
                    "127.0.0.1",
                    ValueType.LOCAL_ADDRESS,
                    "The local address on which edges are received. The link is private: give an"
                            + " address of a private network when edges run on other machines.");
    private static final ConfigKey<Integer> PORT =
            ConfigKey.of("edges.port", "1936", ValueType.PORT, "TCP port for edges.");
    private static final ConfigKey<Secret> SECRET =
            ConfigKey.of(
                    "edges.secret",
                    "",
                    ValueType.SECRET,
                    "What an edge must know to be accepted (its key secret). Several with commas"
                            + " between them are all accepted, so that it can be changed. Necessary"
                            + " unless edges.bindAddress is on the loopback. A section [edge:NAME]"
                            + " with the key secret gives the edge of that name a secret of its own;"
                            + " it is then accepted with no other. Better given by the environment"
                            + " variable CUMULONIMBUS_EDGES_SECRET, or in a file, than written"
                            + " here.");
    private static final ConfigKey<String> SECRET_FILE =
            ConfigKey.of(
                    "edges.secretFile",
                    "",
                    ValueType.TEXT,
                    "A file with the secret in place of edges.secret; several on a line each.");
    private static final ConfigKey<List<String>> DENIED =
            ConfigKey.of(
                    "edges.denied",
                    "",
                    ValueType.NAMES,
                    "Names of edges that are not accepted whatever they know.");
    private static final ConfigKey<LinkTlsMode> TLS =
            ConfigKey.of(
                    "edges.tls",
                    "auto",
                    ValueType.oneOf(LinkTlsMode.class),
                    "Whether edges must encrypt what they send (TLS 1.3; the certificate is made at"
                            + " each start, the secret is what vouches for it): auto is all that do"
                            + " not come from this machine itself.");
    private static final ConfigKey<Integer> ATTEMPTS =
            ConfigKey.of(
                    "edges.attemptsBeforeFallback",
                    "2",
                    ValueType.integer("a whole number from 0 to 255", 0, 255),
                    "How many handshake attempts of a client are sent to edges before the origin serves"
                            + " it itself; 0 is never itself while there is an edge.");

    private static final ConfigKey<Path> KEY_FILE =
            ConfigKey.of(
                    "edges.keyFile",
                    "edges.key",
                    ValueType.PATH,
                    "A file with the key that makes unreadable to edges what they keep of their"
                            + " clients while there is no origin; made when it is not there. Origins"
                            + " of one cluster need the same, to take over each other's clients.");

    static final List<ConfigKey<?>> ALL =
            List.of(
                    ACTIVATED,
                    BIND_ADDRESS,
                    PORT,
                    SECRET,
                    SECRET_FILE,
                    KEY_FILE,
                    DENIED,
                    TLS,
                    ATTEMPTS);

    private EdgesKeys() {}

    static EdgesConfig read(Settings settings) throws ConfigException {
        Map<String, Secret> own = new HashMap<>();
        for (String section : settings.sections(SECTION)) {
            Optional<Secret> secret = settings.get(SECRET, section + ".secret");
            if (secret.isPresent() && !secret.get().isEmpty()) {
                own.put(section.substring(SECTION.length()), secret.get());
            }
        }
        EdgesConfig edges =
                new EdgesConfig(
                        settings.get(ACTIVATED),
                        settings.get(BIND_ADDRESS),
                        settings.get(PORT),
                        settings.secret(SECRET, SECRET_FILE),
                        own,
                        settings.get(DENIED),
                        settings.get(TLS),
                        settings.get(ATTEMPTS),
                        settings.path(KEY_FILE));
        if (edges.activated()
                && edges.secret().isEmpty()
                && !edges.bindAddress().isLoopbackAddress()) {
            throw settings.wrong(
                    SECRET,
                    "a secret text, because edges.activated is true and edges.bindAddress is not"
                            + " on the loopback");
        }
        return edges;
    }
}
