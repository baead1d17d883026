package io.cumulonimbus.config;

import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;

/** The keys of the port for operators, and how they become an {@link AdminConfig}. */
final class AdminKeys {
    private static final ConfigKey<InetAddress> ADDRESS =
            ConfigKey.of(
                    "admin.address",
                    "127.0.0.1",
                    ValueType.LOCAL_ADDRESS,
                    "The local address of that port.");
    private static final ConfigKey<LinkTlsMode> TLS =
            ConfigKey.of(
                    "admin.tls",
                    "auto",
                    ValueType.oneOf(LinkTlsMode.class),
                    "Whether that port is encrypted, with the certificate of tls.certificate: auto"
                            + " is where admin.address is not on the loopback.");
    private static final ConfigKey<Secret> TOKEN =
            ConfigKey.of(
                    "admin.token",
                    "",
                    ValueType.SECRET,
                    "What must be sent to see more than health, as Authorization: Bearer TOKEN."
                            + " Necessary unless admin.address is on the loopback. Better given by"
                            + " the environment variable CUMULONIMBUS_ADMIN_TOKEN, or in a file,"
                            + " than written here.");
    private static final ConfigKey<String> TOKEN_FILE =
            ConfigKey.of(
                    "admin.tokenFile",
                    "",
                    ValueType.TEXT,
                    "A file with the token in place of admin.token.");

    private final ConfigKey<Integer> port;

    /**
     * @param ports what its port may be
     */
    AdminKeys(ValueType<Integer> ports) {
        port =
                ConfigKey.of(
                        "admin.port",
                        "0",
                        ports,
                        "TCP port for operators and their tools, by HTTP: a page, /api/,"
                                + " /health/live, /health/ready and /metrics; 0 is none.");
    }

    List<ConfigKey<?>> all() {
        return List.of(port, ADDRESS, TLS, TOKEN, TOKEN_FILE);
    }

    AdminConfig read(Settings settings) throws ConfigException {
        int number = settings.get(port);
        InetAddress address = settings.get(ADDRESS);
        Secret token = settings.secret(TOKEN, TOKEN_FILE);
        if (number > 0 && token.isEmpty() && !address.isLoopbackAddress()) {
            throw settings.wrong(
                    TOKEN,
                    "a secret text, because admin.port is open and admin.address is not on the"
                            + " loopback");
        }
        AdminConfig plain =
                new AdminConfig(
                        address, number > 0 ? OptionalInt.of(number) : OptionalInt.empty(), token);
        boolean encrypted =
                switch (settings.get(TLS)) {
                    case ON -> true;
                    case OFF -> false;
                    case AUTO -> !address.isLoopbackAddress();
                };
        return encrypted ? plain.with(RtmpKeys.certificate(settings)) : plain;
    }
}
