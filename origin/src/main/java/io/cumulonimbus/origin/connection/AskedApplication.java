package io.cumulonimbus.origin.connection;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.origin.app.AppEvent;
import io.cumulonimbus.origin.app.ClientEvents;
import io.cumulonimbus.origin.rendezvous.IntroductionRule;
import io.cumulonimbus.origin.rendezvous.LocalPeers;
import io.cumulonimbus.origin.rendezvous.Peer;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The client's application decides who is introduced to it, if a script asked for that.
 *
 * @param events the way to the application
 */
record AskedApplication(ClientEvents events) implements IntroductionRule {
    /** Lets others find a client that was accepted, as far as its application allows. */
    static Peer join(LocalPeers peers, Client client, Link link) {
        GroupEvents groups = new GroupEvents(link.events());
        Peer peer = peers.join(client, link.client().path(), groups);
        peer.introducedIf(new AskedApplication(link.events()));
        return peer;
    }

    @Override
    public void ask(
            Optional<ClientIdentity> asker, ClientIdentity wanted, Consumer<Boolean> answer) {
        events.introduce(asker.map(ClientIdentity::peerId), answer);
    }

    @Override
    public boolean applies() {
        return events.wants(AppEvent.INTRODUCTION);
    }
}
