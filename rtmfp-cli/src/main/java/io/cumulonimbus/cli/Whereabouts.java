package io.cumulonimbus.cli;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a server sees us, and what that tells of a translator between (RFC 4787 §4.1).
 *
 * @param local our own address towards the server
 * @param seen where the server sees us, if it says so
 * @param elsewhere where its other addresses see the same socket, as far as they say so
 */
record Whereabouts(
        InetSocketAddress local,
        Optional<InetSocketAddress> seen,
        List<InetSocketAddress> elsewhere) {

    /** What stands between us and the rest of the world. */
    enum Translator {
        /** Nothing that changes addresses. */
        NONE,
        /** One that uses the same port wherever we send to. */
        INDEPENDENT,
        /** A symmetric one, which uses another port for each destination. */
        DEPENDENT,
        /** One of which the server cannot tell the kind: it has no second address, or is silent. */
        UNKNOWN;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Translator translator() {
        if (seen.isEmpty()) {
            return Translator.UNKNOWN;
        }
        if (elsewhere.stream().anyMatch(other -> !other.equals(seen.get()))) {
            return Translator.DEPENDENT;
        }
        if (seen.get().equals(local)) {
            return Translator.NONE;
        }
        return elsewhere.isEmpty() ? Translator.UNKNOWN : Translator.INDEPENDENT;
    }

    /** The same for people. */
    String words() {
        if (seen.isEmpty()) {
            return "the server does not say where it sees us";
        }
        String at = "we are " + text(local) + " and the server sees us at " + text(seen.get());
        return switch (translator()) {
            case NONE -> at + ": no translator between, others can reach us there";
            case INDEPENDENT ->
                    at + ": a translator with the same port for all, most others can reach us";
            case DEPENDENT ->
                    at
                            + ", at another address at "
                            + text(elsewhere.stream().filter(o -> !seen.get().equals(o)).toList())
                            + ": a symmetric translator, only those who let everybody in, or a"
                            + " relay, can be reached";
            case UNKNOWN ->
                    at + ": a translator of unknown kind, as the server has no second address";
        };
    }

    private static String text(List<InetSocketAddress> addresses) {
        return addresses.isEmpty() ? "none" : text(addresses.get(0));
    }

    /** Host and port, without a name. */
    static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }
}
