package io.cumulonimbus.net.dump;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What is dumped.
 *
 * @param kinds {@value #RTMFP}, {@value #MESSAGES}, {@value #LINK}
 * @param addresses beginnings of far addresses; none is all
 */
public record DumpFilter(Set<String> kinds, List<String> addresses) {
    /** Packets of RTMFP, in clear text. */
    public static final String RTMFP = "rtmfp";

    /** Messages of clients of all protocols. */
    public static final String MESSAGES = "messages";

    /** Frames between edges and origins, and between origins. */
    public static final String LINK = "link";

    /** Nothing at all. */
    public static final DumpFilter NOTHING = new DumpFilter(Set.of(), List.of());

    /** What stands for messages of one protocol. */
    private static final Set<String> PROTOCOLS = Set.of("rtmp", "rtmpt");

    public DumpFilter {
        kinds = Set.copyOf(kinds);
        addresses = List.copyOf(addresses);
    }

    /**
     * Reads a list with commas: {@code rtmfp}, {@code messages}, {@code rtmp}, {@code rtmpt},
     * {@code link}, {@code all}, and beginnings of addresses. Addresses alone mean packets and
     * messages.
     *
     * @throws IllegalArgumentException for another word
     */
    public static DumpFilter read(String text) {
        List<String> kinds = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        for (String word : Arrays.stream(text.split(",")).map(String::strip).toList()) {
            if (word.equals("all")) {
                kinds.addAll(List.of(RTMFP, MESSAGES, LINK));
            } else if (List.of(RTMFP, MESSAGES, LINK).contains(word)) {
                kinds.add(word);
            } else if (PROTOCOLS.contains(word)) {
                kinds.add(word + "-messages");
            } else if (word.matches("[0-9a-fA-F.:]*[0-9.:][0-9a-fA-F.:]*")) {
                addresses.add(word);
            } else {
                throw new IllegalArgumentException(
                        "expected rtmfp, messages, rtmp, rtmpt, link, all, or the beginning of an"
                                + " address, found '"
                                + word
                                + "'");
            }
        }
        if (kinds.isEmpty()) {
            kinds.addAll(List.of(RTMFP, MESSAGES));
        }
        return new DumpFilter(Set.copyOf(kinds), addresses);
    }

    boolean wants(String kind) {
        return kinds.contains(kind);
    }

    boolean wants(InetSocketAddress far) {
        return addresses.isEmpty() || addresses.stream().anyMatch(Dump.shown(far)::startsWith);
    }
}
