package io.cumulonimbus.origin.link;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.link.PeerAddress;
import io.cumulonimbus.link.PeerFinder;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.endpoint.HelloPolicy;
import io.cumulonimbus.rtmfp.endpoint.ReceivedHello;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Introduces clients of edges as if their hellos had come here: with their own addresses, and by
 * the rules that hold for everybody. Owned by one loop.
 *
 * @param policy answers hellos for peers
 * @param loop of the clients that ask
 */
record EdgePeers(HelloPolicy policy, Loop loop) implements PeerFinder {
    @Override
    public void find(Client asker, byte[] wanted, byte[] tag, Consumer<List<PeerAddress>> answer) {
        ReceivedHello hello =
                new ReceivedHello(
                        EndpointDiscriminator.ofFingerprint(wanted),
                        false,
                        tag,
                        asker.address(),
                        Optional.of(asker),
                        addresses ->
                                answer.accept(
                                        addresses.stream()
                                                .map(
                                                        address ->
                                                                new PeerAddress(
                                                                        address.socket(),
                                                                        address.origin().ordinal()))
                                                .toList()),
                        () -> {});
        if (policy.answer(hello, loop.nowNs()) instanceof HelloPolicy.RedirectTo redirect) {
            hello.redirect(redirect.addresses());
        }
    }
}
