package io.cumulonimbus.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.cumulonimbus.rtmfp.crypto.DhGroup;
import io.cumulonimbus.rtmfp.crypto.KeyingException;
import io.cumulonimbus.rtmfp.crypto.SessionKeys;
import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code rtmfp probe}: what a server answers to a handshake, and how fast. */
@Command(
        name = "probe",
        description =
                "Opens a session, without connecting to an application, and tells what it saw.",
        footer = {
            "%nHandshake times, redirects, the groups that the server offers, what was negotiated,",
            "round trip, the largest datagram that reaches the server, and where the server sees us:",
            "with several addresses (or a relay for peers) it finds symmetric translators."
        })
final class ProbeCommand extends ClientCommand {
    @Parameters(
            index = "0",
            paramLabel = "URL",
            description = "rtmfp://host[:port]/app; without app, the root application.")
    private String url;

    private final Map<String, Object> facts = new TreeMap<>();
    private final StringBuilder words = new StringBuilder();

    @Override
    void run(Report report) throws CommandFailure, InterruptedException {
        URI uri = Target.ofApplication(url).connection();
        long deadlineNs = System.nanoTime() + timeout().toNanos();
        try (Probe probe = new Probe(Target.resolved(uri))) {
            hello(probe, uri, deadlineNs);
            keying(probe, deadlineNs);
            path(probe, deadlineNs);
            report.event("probed", words.toString(), facts);
        } catch (IOException | MalformedPacketException e) {
            throw new CommandFailure(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()));
        } catch (KeyingException e) {
            throw new CommandFailure(ExitCode.REFUSED, "no key agreement: " + e.getMessage());
        }
    }

    private void hello(Probe probe, URI uri, long deadlineNs)
            throws CommandFailure, IOException, MalformedPacketException {
        long tookNs = probe.hello(uri.toString(), deadlineNs);
        if (tookNs < 0) {
            String asked = text(probe.server());
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    probe.redirects().isEmpty()
                            ? "no answer from " + asked
                            : "no answer from those to whom "
                                    + asked
                                    + " redirected us: "
                                    + probe.redirects().stream().map(ProbeCommand::text).toList());
        }
        List<String> redirects = probe.redirects().stream().map(ProbeCommand::text).toList();
        String groups = groups(probe.certificate().groups());
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        redirects.forEach(list::add);
        facts.put("url", uri.toString());
        facts.put("address", text(probe.server()));
        facts.put("redirects", list);
        facts.put("helloMs", ms(tookNs));
        facts.put("serverGroups", groups);
        facts.put("serverKeys", probe.certificate().isStatic() ? "static" : "ephemeral");
        facts.put("serverFingerprint", HexFormat.of().formatHex(probe.certificate().fingerprint()));
        words.append(
                String.format(
                        Locale.ROOT,
                        "%s answered hello in %.2f ms%s%n  its keys are %s, its groups %s",
                        text(probe.server()),
                        ms(tookNs),
                        redirects.isEmpty() ? "" : ", redirected to " + redirects,
                        facts.get("serverKeys"),
                        groups));
    }

    private void keying(Probe probe, long deadlineNs)
            throws CommandFailure, IOException, KeyingException {
        long tookNs = probe.keying(deadlineNs);
        if (tookNs < 0) {
            throw new CommandFailure(
                    ExitCode.LOST,
                    "hello was answered by " + text(probe.server()) + ", keying not");
        }
        SessionKeys keys = probe.keys();
        int group = probe.group().orElseThrow().id();
        facts.put("keyingMs", ms(tookNs));
        facts.put("group", group);
        facts.put("hmacToServer", keys.hmacSendLength());
        facts.put("hmacFromServer", keys.hmacReceiveLength());
        facts.put("sequenceNumbersToServer", Boolean.toString(keys.sendsSequenceNumbers()));
        facts.put("sequenceNumbersFromServer", Boolean.toString(keys.receivesSequenceNumbers()));
        words.append(
                String.format(
                        Locale.ROOT,
                        "%n  keys agreed in %.2f ms, group %d%n  to the server: %s%n  from it: %s",
                        ms(tookNs),
                        group,
                        protection(keys.hmacSendLength(), keys.sendsSequenceNumbers()),
                        protection(keys.hmacReceiveLength(), keys.receivesSequenceNumbers())));
    }

    private void path(Probe probe, long deadlineNs) throws CommandFailure, IOException {
        long tripNs = probe.roundTripNs(deadlineNs);
        if (tripNs < 0) {
            throw new CommandFailure(
                    ExitCode.LOST, text(probe.server()) + " does not answer a ping in the session");
        }
        int largest = probe.largestPayload(tripNs, deadlineNs);
        facts.put("roundTripMs", ms(tripNs));
        facts.put("largestDatagram", largest);
        words.append(
                String.format(
                        Locale.ROOT,
                        "%n  round trip %.2f ms, datagrams of %s bytes of UDP payload arrive",
                        ms(tripNs),
                        largest < 0 ? "no tried number of" : largest));
        whereabouts(probe.whereabouts(tripNs, deadlineNs));
    }

    private void whereabouts(Whereabouts found) {
        ArrayNode elsewhere = JsonNodeFactory.instance.arrayNode();
        found.elsewhere().forEach(at -> elsewhere.add(text(at)));
        facts.put("localAddress", text(found.local()));
        found.seen().ifPresent(at -> facts.put("seenAt", text(at)));
        facts.put("seenElsewhereAt", elsewhere);
        facts.put("translator", found.translator().word());
        words.append(String.format(Locale.ROOT, "%n  %s", found.words()));
    }

    private static String protection(int hmac, boolean numbered) {
        return (hmac == 0 ? "checksum" : "HMAC of " + hmac + " bytes")
                + (numbered ? ", numbered" : ", not numbered");
    }

    private static String groups(List<DhGroup> groups) {
        return groups.stream()
                .map(group -> Integer.toString(group.id()))
                .collect(Collectors.joining(", "));
    }

    private static String text(InetSocketAddress address) {
        return Whereabouts.text(address);
    }

    private static double ms(long ns) {
        return Math.round(ns / 1e3) / 1e3;
    }
}
