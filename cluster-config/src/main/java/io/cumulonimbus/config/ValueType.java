package io.cumulonimbus.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the text of a setting becomes a value.
 *
 * @param expected what a right text looks like, for messages and the reference
 * @param reader answers the value, or throws {@link IllegalArgumentException} for a wrong text
 */
record ValueType<T>(String expected, Function<String, T> reader) {
    static final ValueType<Integer> PORT = integer("a port number from 1 to 65535", 1, 65535);
    static final ValueType<Integer> PORT_OR_OFF =
            integer("a port number from 1 to 65535, or 0", 0, 65535);
    static final ValueType<Integer> PORTS =
            new ValueType<>(
                    "a port number from 1 to 65535, or a range of them such as 1936-1999, of which"
                            + " the first that is free is taken",
                    text -> readPorts(text, 1));
    static final ValueType<Integer> PORTS_OR_OFF =
            new ValueType<>(
                    "a port number from 1 to 65535, a range of them such as 1936-1999, of which"
                            + " the first that is free is taken, or 0",
                    text -> readPorts(text, 0));
    static final ValueType<List<Neighbour>> NEIGHBOURS =
            new ValueType<>(
                    "host:port or host:first-last, or several with commas between them, or nothing",
                    text -> readSome(text).map(Neighbour::of).toList());
    static final ValueType<Integer> COUNT =
            integer("a whole number, 0 or more", 0, Integer.MAX_VALUE);
    static final ValueType<Boolean> BOOLEAN =
            new ValueType<>("true or false", ValueType::readBoolean);
    static final ValueType<String> NAME =
            new ValueType<>("a file name without folders", ValueType::readName);
    static final ValueType<String> TEXT = new ValueType<>("a text", text -> text);
    static final ValueType<String> HOST = new ValueType<>("a host name", ValueType::readHost);
    static final ValueType<Path> PATH =
            new ValueType<>("a path, relative ones from the home directory", ValueType::readPath);
    static final ValueType<Secret> SECRET = new ValueType<>("a secret text", Secret::of);
    static final ValueType<InetAddress> LOCAL_ADDRESS =
            new ValueType<>("an IP address of this machine", ValueType::readAddress);
    static final ValueType<List<InetSocketAddress>> LOCAL_ADDRESSES =
            new ValueType<>(
                    "IP addresses of this machine, or [address]:port, with commas between them",
                    ValueType::readAddresses);
    static final ValueType<List<AddressRange>> ADDRESS_RANGES =
            new ValueType<>(
                    "IP addresses, or ranges such as 10.0.0.0/8, with commas between them, or"
                            + " nothing",
                    ValueType::readRanges);
    static final ValueType<List<String>> NAMES =
            new ValueType<>("names with commas between them, or nothing", ValueType::readNames);
    static final ValueType<List<HostPort>> HOST_PORTS =
            new ValueType<>("host:port, or several with commas between them", ValueType::readHosts);
    static final ValueType<Optional<PartialAddress>> ADDRESS =
            new ValueType<>("host:port, or nothing", ValueType::readPartial);

    /** Whole seconds; what is below {@code least} becomes {@code least}, as in Cumulus. */
    static ValueType<Duration> secondsNotBelow(int least) {
        return new ValueType<>(
                "whole seconds (less than " + least + " becomes " + least + ")",
                text -> Duration.ofSeconds(Math.max(least, Integer.parseInt(text))));
    }

    /** Whole seconds, at least 1. */
    static ValueType<Duration> seconds() {
        return new ValueType<>(
                "whole seconds, 1 or more",
                text -> Duration.ofSeconds(readInteger(text, 1, Integer.MAX_VALUE)));
    }

    static ValueType<Integer> integer(String expected, int least, int most) {
        return new ValueType<>(expected, text -> readInteger(text, least, most));
    }

    static ValueType<Double> decimal(String expected, double least, double most) {
        return new ValueType<>(expected, text -> readDecimal(text, least, most));
    }

    /** One of the constants, in any case; written in lower case. */
    static <E extends Enum<E>> ValueType<E> oneOf(Class<E> type) {
        String names =
                Arrays.stream(type.getEnumConstants())
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(" or "));
        return new ValueType<>(names, text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)));
    }

    /** The same texts, and other values. */
    <U> ValueType<U> map(Function<T, U> change) {
        return new ValueType<>(expected, reader.andThen(change));
    }

    private static int readInteger(String text, int least, int most) {
        int value = Integer.parseInt(text);
        if (value < least || value > most) {
            throw new IllegalArgumentException(text);
        }
        return value;
    }

    private static double readDecimal(String text, double least, double most) {
        double value = Double.parseDouble(text);
        if (!(value >= least && value <= most)) { // not a number is neither
            throw new IllegalArgumentException(text);
        }
        return value;
    }

    private static boolean readBoolean(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static String readName(String text) {
        if (text.isEmpty() || text.matches(".*[/\\\\\\x00-\\x1f].*") || text.matches("\\.+")) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private static String readHost(String text) {
        if (!text.matches("[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")) {
            throw new IllegalArgumentException(text);
        }
        return text;
    }

    private static Path readPath(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException(text);
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** Only literals: a start must not wait for, or depend on, a name server. */
    private static InetAddress readAddress(String text) {
        if (!text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
            throw new IllegalArgumentException(text);
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** A port that was left out is 0 here. */
    private static List<InetSocketAddress> readAddresses(String text) {
        return Arrays.stream(text.split(",", -1)).map(one -> readLocal(one.strip())).toList();
    }

    private static InetSocketAddress readLocal(String text) {
        if (text.indexOf(':') != text.lastIndexOf(':') && !text.startsWith("[")) {
            return new InetSocketAddress(readAddress(text), 0);
        }
        PartialAddress address = PartialAddress.of(text);
        String host = address.host().orElseThrow(() -> new IllegalArgumentException(text));
        return new InetSocketAddress(readAddress(host), address.port().orElse(0));
    }

    private static List<AddressRange> readRanges(String text) {
        return readSome(text).map(AddressRange::parse).toList();
    }

    private static List<String> readNames(String text) {
        return readSome(text).toList();
    }

    private static Stream<String> readSome(String text) {
        return Arrays.stream(text.split(",")).map(String::strip).filter(one -> !one.isEmpty());
    }

    private static int readPorts(String text, int least) {
        int first = PortRange.of(text).first();
        if (first < least) {
            throw new IllegalArgumentException(text);
        }
        return first;
    }

    private static List<HostPort> readHosts(String text) {
        return Arrays.stream(text.split(",", -1)).map(one -> readHostPort(one.strip())).toList();
    }

    private static HostPort readHostPort(String text) {
        PartialAddress address = PartialAddress.of(text);
        if (address.host().isEmpty() || address.port().isEmpty()) {
            throw new IllegalArgumentException(text);
        }
        return address.complete("", 0);
    }

    private static Optional<PartialAddress> readPartial(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(PartialAddress.of(text));
    }
}
