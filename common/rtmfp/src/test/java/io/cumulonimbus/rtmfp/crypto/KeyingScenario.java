package io.cumulonimbus.rtmfp.crypto;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import io.cumulonimbus.testkit.Vectors;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** One key exchange of keying.json, with both ends' private keys. */
record KeyingScenario(JsonNode row) {
    static List<KeyingScenario> all() {
        List<KeyingScenario> all = new ArrayList<>();
        Vectors.json("keying.json")
                .get("scenarios")
                .forEach(row -> all.add(new KeyingScenario(row)));
        return all;
    }

    boolean is(String field) {
        return row.get(field).booleanValue();
    }

    byte[] hex(String field) {
        return Vectors.hex(row, field);
    }

    Certificate certificate(String end) throws MalformedPacketException {
        return Certificate.parse(hex(end + "_certificate"));
    }

    /** The identity of an end: with its private keys when they are static. */
    Identity identity(String end) throws MalformedPacketException {
        return new Identity(certificate(end), is(end + "_static") ? keys(end) : List.of());
    }

    List<DhKeyPair> keys(String end) {
        List<DhKeyPair> keys = new ArrayList<>();
        for (JsonNode each : row.get(end + "_privates")) {
            DhGroup group = DhGroup.of(each.get("group").longValue()).orElseThrow();
            keys.add(new DhKeyPair(group, new BigInteger(1, Vectors.hex(each, "private"))));
        }
        return keys;
    }

    DhKeyPair key(String end, DhGroup group) {
        return keys(end).stream().filter(key -> key.group() == group).findFirst().orElseThrow();
    }

    /** The same configuration in our words; rtmfp-cpp always sends on request. */
    KeyingPolicy policy(String end) {
        JsonNode config = row.get(end + "_config");
        return new KeyingPolicy(
                protection(config, "hmac"),
                protection(config, "sseq"),
                config.get("hmac_length").intValue());
    }

    private static Protection protection(JsonNode config, String kind) {
        boolean required = config.get(kind + "_recv_required").booleanValue();
        return new Protection(
                config.get(kind + "_send_always").booleanValue(), true, required, required, false);
    }

    /** Whether a responder that follows the RFC takes the initiator's component. */
    boolean responderAccepts() {
        JsonNode rfc = row.get("rfc_responder_accepts");
        return rfc != null ? rfc.booleanValue() : is("responder_accepts");
    }

    @Override
    public String toString() {
        return row.get("name").textValue();
    }
}
