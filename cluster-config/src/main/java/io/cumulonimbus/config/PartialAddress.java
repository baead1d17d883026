package io.cumulonimbus.config;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An address as written by an operator, of which the host or the port may be left out. */
record PartialAddress(Optional<String> host, OptionalInt port) {
    private static final Pattern SHAPE =
            Pattern.compile(
                    "(?:\\[(?<six>[0-9A-Fa-f:.]+)]|(?<name>[A-Za-z0-9._-]*))(?::(?<port>[0-9]{1,5}))?");

    /** Reads {@code host:port}, {@code host}, {@code :port} or {@code [ipv6]:port}. */
    static PartialAddress of(String text) {
        Matcher matcher = SHAPE.matcher(text);
        if (!matcher.matches() || text.isEmpty()) {
            throw new IllegalArgumentException(text);
        }
        String host = matcher.group("six") != null ? matcher.group("six") : matcher.group("name");
        OptionalInt port = OptionalInt.empty();
        if (matcher.group("port") != null) {
            int number = Integer.parseInt(matcher.group("port"));
            if (number < 1 || number > 65535) {
                throw new IllegalArgumentException(text);
            }
            port = OptionalInt.of(number);
        }
        return new PartialAddress(Optional.of(host).filter(name -> !name.isEmpty()), port);
    }

    HostPort complete(String otherwiseHost, int otherwisePort) {
        return new HostPort(host.orElse(otherwiseHost), port.orElse(otherwisePort));
    }
}
