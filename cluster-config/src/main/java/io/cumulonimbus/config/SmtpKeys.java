package io.cumulonimbus.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys of the mail relay, and how they become an {@link SmtpConfig}. */
final class SmtpKeys {
    private static final ValueType<Optional<Path>> PATH_OR_NOTHING =
            new ValueType<>(
                    "a path, relative ones from the home directory, or nothing",
                    text ->
                            text.isEmpty()
                                    ? Optional.empty()
                                    : Optional.of(ValueType.PATH.reader().apply(text)));

    private static final ConfigKey<String> HOST =
            ConfigKey.of("smtp.host", "localhost", ValueType.HOST, "Relay for mail of scripts.");
    private static final ConfigKey<Integer> PORT =
            ConfigKey.of(
                    "smtp.port",
                    "25",
                    ValueType.PORT,
                    "TCP port of the relay; mostly 587 with starttls and 465 with tls.");
    private static final ConfigKey<Duration> TIMEOUT =
            ConfigKey.of(
                    "smtp.timeout",
                    "60",
                    ValueType.seconds(),
                    "Time-out for connecting to the relay, reading and writing.");
    private static final ConfigKey<SmtpConfig.Encryption> ENCRYPTION =
            ConfigKey.of(
                    "smtp.encryption",
                    "none",
                    ValueType.oneOf(SmtpConfig.Encryption.class),
                    "How the connection to the relay is encrypted. With the other two the relay must"
                            + " show a certificate for its name.");
    private static final ConfigKey<String> USER =
            ConfigKey.of(
                    "smtp.user",
                    "",
                    ValueType.TEXT,
                    "Whom to log in as; empty does not log in. Needs encryption, unless host is this"
                            + " machine.");
    private static final ConfigKey<Secret> PASSWORD =
            ConfigKey.of(
                    "smtp.password",
                    "",
                    ValueType.SECRET,
                    "The password of the user. Better given by the environment variable"
                            + " CUMULONIMBUS_SMTP_PASSWORD, or by the next key, than written here.");
    private static final ConfigKey<Optional<Path>> PASSWORD_FILE =
            ConfigKey.of(
                    "smtp.passwordFile",
                    "",
                    PATH_OR_NOTHING,
                    "File whose first line is the password.");
    private static final ConfigKey<Optional<Path>> TRUST =
            ConfigKey.of(
                    "smtp.trust",
                    "",
                    PATH_OR_NOTHING,
                    "PEM file with the certificates of those who vouch for the relay, for one whose"
                            + " authority Java does not know.");

    static final List<ConfigKey<?>> ALL =
            List.of(HOST, PORT, TIMEOUT, ENCRYPTION, USER, PASSWORD, PASSWORD_FILE, TRUST);

    private SmtpKeys() {}

    static SmtpConfig read(Settings settings) throws ConfigException {
        SmtpConfig smtp =
                new SmtpConfig(
                        new HostPort(settings.get(HOST), settings.get(PORT)),
                        settings.get(TIMEOUT),
                        settings.get(ENCRYPTION),
                        settings.get(USER),
                        password(settings),
                        settings.get(TRUST).map(settings.home()::resolve));
        boolean isOpen = smtp.encryption() == SmtpConfig.Encryption.NONE;
        if (!smtp.user().isEmpty() && isOpen && !isHere(smtp.server().host())) {
            throw settings.wrong(
                    ENCRYPTION,
                    "starttls or tls, because smtp.user is set and the password is sent");
        }
        return smtp;
    }

    private static boolean isHere(String host) {
        return host.equalsIgnoreCase("localhost") || host.startsWith("127.") || host.equals("::1");
    }

    private static Secret password(Settings settings) throws ConfigException {
        Optional<Path> file = settings.get(PASSWORD_FILE).map(settings.home()::resolve);
        if (file.isEmpty() || !settings.get(PASSWORD).isEmpty()) {
            return settings.get(PASSWORD);
        }
        try {
            return Secret.of(Files.readString(file.get()).lines().findFirst().orElse(""));
        } catch (IOException e) {
            throw settings.wrong(PASSWORD_FILE, "a file that can be read");
        }
    }
}
