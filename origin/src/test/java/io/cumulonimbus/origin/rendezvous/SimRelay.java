package io.cumulonimbus.origin.rendezvous;

import io.cumulonimbus.rtmfp.relay.PeerRelay;
import io.cumulonimbus.rtmfp.relay.Relay;
import io.cumulonimbus.rtmfp.relay.RelayLimits;
import io.cumulonimbus.rtmfp.relay.RelayRequest;
import io.cumulonimbus.rtmfp.relay.RelayStatistics;
import io.cumulonimbus.rtmfp.relay.Sightings;
import io.cumulonimbus.testkit.SimWorld;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A relay with its doors in a simulated world. */
final class SimRelay implements Relay {
    private final SimWorld world;
    private final PeerRelay relay;

    SimRelay(
            SimWorld world,
            RelayLimits limits,
            List<InetSocketAddress> doors,
            Sightings sightings) {
        this.world = world;
        this.relay =
                new PeerRelay(
                        limits,
                        doors,
                        (door, datagram, length, to) ->
                                world.network()
                                        .send(datagram, length, doors.get(door), to, nowNs()),
                        sightings,
                        nowNs());
        for (int i = 0; i < doors.size(); i++) {
            int door = i;
            world.network()
                    .attach(
                            doors.get(i),
                            (datagram, from, nowNs) ->
                                    relay.receive(door, datagram, datagram.length, from, nowNs));
        }
    }

    private long nowNs() {
        return world.clock().nowNs();
    }

    @Override
    public void offer(RelayRequest request, Consumer<Optional<InetSocketAddress>> answer) {
        answer.accept(relay.offer(request, nowNs()));
    }

    @Override
    public void forget(long session) {
        relay.forget(session);
    }

    RelayStatistics statistics() {
        return relay.statistics();
    }
}
