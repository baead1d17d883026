package io.cumulonimbus.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.testkit.Vectors;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Valid inputs out of the test vectors. */
final class Seeds {
    private static final List<String> TRACES =
            List.of(
                    "session-loss.jsonl",
                    "session-auth.jsonl",
                    "session-p2p-introduction.jsonl",
                    "session-static-redirect.jsonl",
                    "session-sim-abandon.jsonl",
                    "session-sim-flow-control-buffer-probe.jsonl",
                    "session-sim-flow-reject.jsonl",
                    "session-sim-mobility.jsonl",
                    "session-sim-return-flow.jsonl",
                    "session-sim-close-retransmit.jsonl",
                    "session-sim-cookie-change.jsonl",
                    "session-sim-time-critical-reverse.jsonl");

    private Seeds() {}

    /** The bytes of every field of these names, anywhere in a JSON document. */
    static List<byte[]> fields(String file, String... names) {
        List<byte[]> found = new ArrayList<>();
        JsonNode root = Vectors.json(file);
        for (String name : names) {
            for (JsonNode value : root.findValues(name)) {
                if (value.isTextual() && value.textValue().matches("(?:[0-9a-f]{2})*")) {
                    found.add(Vectors.hex(value.textValue()));
                }
            }
        }
        return distinct(found);
    }

    /** The packets of the traces in the clear, those of sessions or those of startup. */
    static List<byte[]> packets(boolean startup) {
        List<byte[]> found = new ArrayList<>();
        for (String trace : TRACES) {
            for (JsonNode line : Vectors.lines(trace)) {
                boolean packet = line.path("ev").asText().equals("tx");
                if (packet && line.path("key").asText().equals("default") == startup) {
                    found.add(Vectors.hex(line, "packet"));
                }
            }
        }
        if (startup) {
            Vectors.lines("captured-startup.jsonl")
                    .forEach(line -> found.add(Vectors.hex(line, "packet")));
        }
        return distinct(found);
    }

    /** What the recorded server heard in sessions, in order. */
    static List<byte[]> heardByServer() {
        List<byte[]> found = new ArrayList<>();
        for (String trace : TRACES) {
            for (JsonNode line : Vectors.lines(trace)) {
                if (line.path("node").asText().equals("server")
                        && line.path("ev").asText().equals("rx")
                        && line.path("key").asText().equals("session")) {
                    found.add(Vectors.hex(line, "packet"));
                }
            }
        }
        return found;
    }

    /** Every chunk of chunks.json and every packet of packet-fragments.json, as a packet. */
    static List<byte[]> chunks() {
        List<byte[]> found = new ArrayList<>();
        for (JsonNode chunk : Vectors.json("chunks.json").get("chunks")) {
            byte[] payload = Vectors.hex(chunk, "payload");
            ByteArrayOutputStream packet = new ByteArrayOutputStream();
            packet.write(1);
            packet.write(chunk.get("type").asInt());
            packet.write(payload.length >>> 8);
            packet.write(payload.length);
            packet.writeBytes(payload);
            found.add(packet.toByteArray());
        }
        for (JsonNode each : Vectors.json("packet-fragments.json").findValues("chunks")) {
            for (JsonNode chunk : each) {
                ByteArrayOutputStream packet = new ByteArrayOutputStream();
                packet.write(3);
                packet.writeBytes(Vectors.hex(chunk.asText()));
                found.add(packet.toByteArray());
            }
        }
        return distinct(found);
    }

    private static List<byte[]> distinct(List<byte[]> all) {
        Map<String, byte[]> byText = new LinkedHashMap<>();
        all.forEach(bytes -> byText.putIfAbsent(Vectors.hex(bytes), bytes));
        return List.copyOf(byText.values());
    }
}
