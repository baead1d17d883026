package io.cumulonimbus.origin.connection;

import io.cumulonimbus.amf.AmfArray;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What clients look for in the information object of an accepted connect. */
final class ConnectReply {
    private static final String SERVER_VERSION = "FMS/5,0,0,0";
    private static final double CAPABILITIES = 31;

    /** Enhanced RTMP, videoFourCcInfoMap: media of any codec is passed on. */
    private static final double CAN_FORWARD = 4;

    /** Enhanced RTMP, capsEx: may be asked to connect again. */
    private static final int RECONNECT = 1;

    /** Enhanced RTMP, capsEx: besides, multitrack and ModEx are passed on. */
    private static final int CAPS_EX = RECONNECT | 2 | 4;

    /** What clients of RTMP look for in front of the information object. */
    private static final Set<String> PROPERTIES =
            Set.of(
                    "fmsVer",
                    "capabilities",
                    "mode",
                    "fourCcList",
                    "videoFourCcInfoMap",
                    "audioFourCcInfoMap",
                    "capsEx");

    private static final double LIVE_MODE = 1;

    private ConnectReply() {}

    /**
     * Takes out of the fields what a client of this protocol expects in front of the information
     * object: null over RTMFP, where all is information.
     */
    static AmfValue takeProperties(Map<String, AmfValue> fields, Protocol protocol) {
        if (protocol == Protocol.RTMFP) {
            return AmfValue.NULL;
        }
        AmfObject properties = new AmfObject();
        fields.putIfAbsent("mode", AmfValue.of(LIVE_MODE));
        fields.forEach(
                (name, value) -> {
                    if (PROPERTIES.contains(name)) {
                        properties.put(name, value);
                    }
                });
        properties.members().keySet().forEach(fields::remove);
        return properties;
    }

    /** The fields for this connect: what is always there, and the answers to what it offered. */
    static Map<String, AmfValue> fields(Command connect) {
        Map<String, AmfValue> fields = new LinkedHashMap<>();
        fields.put(
                "objectEncoding",
                AmfValue.of(ObjectEncoding.announcedIn(connect.object()).number()));
        fields.put("fmsVer", AmfValue.of(SERVER_VERSION));
        fields.put("capabilities", AmfValue.of(CAPABILITIES));
        if (!property(connect, "fourCcList").isNothing()) {
            fields.put("fourCcList", AmfArray.of(AmfValue.of("*")));
        }
        if (!property(connect, "videoFourCcInfoMap").isNothing()) {
            fields.put("videoFourCcInfoMap", new AmfObject().put("*", CAN_FORWARD));
        }
        if (!property(connect, "audioFourCcInfoMap").isNothing()) {
            fields.put("audioFourCcInfoMap", new AmfObject().put("*", CAN_FORWARD));
        }
        property(connect, "capsEx")
                .asNumber()
                .ifPresent(caps -> fields.put("capsEx", AmfValue.of((long) caps & CAPS_EX)));
        return fields;
    }

    /** Whether the client connects again when it is asked to. */
    static boolean takesReconnect(Command connect) {
        double caps = property(connect, "capsEx").asNumber().orElse(0);
        return ((long) caps & RECONNECT) != 0;
    }

    /** A member of the command object, undefined where there is none. */
    static AmfValue property(Command connect, String name) {
        if (connect.object() instanceof AmfObject object) {
            return object.get(name);
        }
        return connect.object() instanceof AmfArray array ? array.get(name) : AmfValue.UNDEFINED;
    }
}
