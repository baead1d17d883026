package io.cumulonimbus.origin.link;

import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.LiteralAddress;
import io.cumulonimbus.origin.cluster.Node;
import io.cumulonimbus.origin.connection.WantedPath;
import io.cumulonimbus.rtmfp.endpoint.HelloPolicy;
import io.cumulonimbus.rtmfp.endpoint.ReceivedHello;
import io.cumulonimbus.rtmfp.packet.Address;
import io.cumulonimbus.rtmfp.packet.Origin;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Sends RTMFP clients to the origin that is the home of the application that they name, instead of
 * forwarding them there. Owned by one loop.
 *
 * <p>That saves a hop, and may be left out at any time: what is not known here, a home with many
 * clients, or one that is going to stop, is not sent to. Each attempt of a client is sent away
 * once; who says hello again was not answered there, or another origin takes this one for the home,
 * and is served here. So no client goes round in circles.
 */
final class HomeRedirection implements HelloPolicy {
    private final Function<String, Optional<Node>> homes;
    private final int below;
    private final OwnAddress ownAddress;
    private final HelloPolicy next;
    private final HelloAttempts attempts = new HelloAttempts();

    /**
     * @param homes answers, of the path of an application, the other origin that is its home; at
     *     once
     * @param below a home with as many clients is spared
     * @param ownAddress of the socket that hellos come to
     * @param next answers those that are not sent away
     */
    HomeRedirection(
            Function<String, Optional<Node>> homes,
            int below,
            OwnAddress ownAddress,
            HelloPolicy next) {
        this.homes = homes;
        this.below = below;
        this.ownAddress = ownAddress;
        this.next = next;
    }

    // RFC 7016 §3.5.1.7
    @Override
    public Answer answer(ReceivedHello hello, long nowNs) {
        Optional<InetSocketAddress> home = home(hello);
        if (home.isEmpty() || attempts.next(hello.tag(), hello.from().getAddress(), nowNs) != 0) {
            return next.answer(hello, nowNs);
        }
        List<Address> addresses = new ArrayList<>();
        ownAddress
                .towards(hello.from())
                .ifPresent(own -> addresses.add(new Address(own, Origin.REPORTED)));
        addresses.add(new Address(home.get(), Origin.REPORTED));
        return new RedirectTo(addresses);
    }

    @Override
    public void onStrayAnswer(byte[] tag, InetSocketAddress from, long nowNs) {
        next.onStrayAnswer(tag, from, nowNs);
    }

    private Optional<InetSocketAddress> home(ReceivedHello hello) {
        if (!hello.selected() || hello.wanted().fingerprint().isPresent()) {
            return Optional.empty();
        }
        return hello.wanted()
                .ancillaryData()
                .map(WantedPath::of)
                .flatMap(homes)
                .filter(node -> !node.draining() && node.load() < below)
                .flatMap(Node::clients)
                .flatMap(HomeRedirection::address)
                .filter(address -> isReachable(address.getAddress(), hello.from().getAddress()));
    }

    /** Nothing is looked up for a hello. */
    private static Optional<InetSocketAddress> address(HostPort told) {
        return LiteralAddress.parse(told.host())
                .map(host -> new InetSocketAddress(host, told.port()));
    }

    /** As far as can be seen from here. */
    private static boolean isReachable(InetAddress home, InetAddress client) {
        return home instanceof Inet4Address == client instanceof Inet4Address
                && (!home.isLoopbackAddress() || client.isLoopbackAddress());
    }
}
