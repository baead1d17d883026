package io.cumulonimbus.origin.lua.lint;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Of which kind the objects are that scripts get: of properties, methods and events. */
final class Shapes {
    private static final String CLIENT = "client";
    private static final String WRITER = "writer";
    private static final String PUBLICATION = "publication";
    private static final String LISTENER = "listener";
    private static final String QUALITY = "quality";
    private static final String COLLECTION = "collection";

    /** By kind and name of a property, or of a method for what it answers. */
    static final Map<String, String> MEMBERS =
            Map.ofEntries(
                    Map.entry("cumulus.clients", COLLECTION),
                    Map.entry("cumulus.publications", COLLECTION),
                    Map.entry("cumulus.edges", COLLECTION),
                    Map.entry("cumulus.groups", "groups"),
                    Map.entry("cumulus.servers", "servers"),
                    Map.entry("cumulus.publish", PUBLICATION),
                    Map.entry("cumulus.setTimer", "timer"),
                    Map.entry("cumulus.createTCPClient", "tcpClient"),
                    Map.entry("cumulus.createTCPServer", "tcpServer"),
                    Map.entry("cumulus.createUDPSocket", "udpSocket"),
                    Map.entry("cumulus.sendMail", "mail"),
                    Map.entry("cumulus.joinGroup", "member"),
                    Map.entry("groups.join", "member"),
                    Map.entry("servers.initiators", "servers"),
                    Map.entry("servers.targets", "servers"),
                    Map.entry("client.writer", WRITER),
                    Map.entry("writer.newFlowWriter", WRITER),
                    Map.entry("writer.newWriter", WRITER),
                    Map.entry("publication.client", CLIENT),
                    Map.entry("publication.listeners", COLLECTION),
                    Map.entry("publication.audioQOS", QUALITY),
                    Map.entry("publication.videoQOS", QUALITY),
                    Map.entry("listener.audioQOS", QUALITY),
                    Map.entry("listener.videoQOS", QUALITY),
                    Map.entry("listener.client", CLIENT),
                    Map.entry("listener.publication", PUBLICATION));

    /** Parameters of the functions of events, in order; empty for what is no object. */
    static final Map<String, List<String>> EVENTS =
            Map.ofEntries(
                    Map.entry("onConnection", List.of(CLIENT)),
                    Map.entry("onFailed", List.of(CLIENT)),
                    Map.entry("onDisconnection", List.of(CLIENT)),
                    Map.entry("onAddressChanged", List.of(CLIENT)),
                    Map.entry("onPublish", List.of(CLIENT, PUBLICATION)),
                    Map.entry("onUnpublish", List.of(CLIENT, PUBLICATION)),
                    Map.entry("onSubscribe", List.of(CLIENT, LISTENER)),
                    Map.entry("onUnsubscribe", List.of(CLIENT, LISTENER)),
                    Map.entry("onAudioPacket", List.of(CLIENT, PUBLICATION)),
                    Map.entry("onVideoPacket", List.of(CLIENT, PUBLICATION)),
                    Map.entry("onDataPacket", List.of(CLIENT, PUBLICATION)),
                    Map.entry("onJoinGroup", List.of(CLIENT, "group")),
                    Map.entry("onUnjoinGroup", List.of(CLIENT, "group")));

    private Shapes() {}

    /** Of which kind the property of an object is, or the answer of its method. */
    static Optional<String> member(String kind, String name) {
        return Optional.ofNullable(MEMBERS.get(kind + "." + name));
    }

    /** Of which kind a parameter of an event's function is, counted from 0. */
    static Optional<String> parameter(String event, int index) {
        List<String> all = EVENTS.getOrDefault(event, List.of());
        return index < all.size() ? Optional.of(all.get(index)) : Optional.empty();
    }
}
