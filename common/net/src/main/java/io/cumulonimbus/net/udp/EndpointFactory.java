package io.cumulonimbus.net.udp;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.net.dump.Dump;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmfp.endpoint.EndpointConfig;
import io.cumulonimbus.rtmfp.endpoint.KeyingWork;
import io.cumulonimbus.rtmfp.endpoint.RtmfpEndpoint;
import io.cumulonimbus.rtmfp.endpoint.Shard;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Makes the endpoint of a shard, tied to what the shard does for it. */
@FunctionalInterface
public interface EndpointFactory {
    /** Makes the endpoint; called once, on the shard's loop. */
    RtmfpEndpoint create(Consumer<KeyingWork> offLoad, Runnable outputPending, Shard shard);

    /** The factory of endpoints with these parts; {@code random} is unpredictable, thread-safe. */
    static EndpointFactory of(
            EndpointConfig config,
            Identity identity,
            ClientAcceptor acceptor,
            RandomGenerator random) {
        return (offLoad, outputPending, shard) -> {
            RtmfpEndpoint endpoint =
                    new RtmfpEndpoint(
                            config, identity, acceptor, offLoad, outputPending, random, shard);
            endpoint.tap(Dump.packets());
            return endpoint;
        };
    }
}
