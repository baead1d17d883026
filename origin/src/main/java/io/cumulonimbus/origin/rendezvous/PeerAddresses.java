package io.cumulonimbus.origin.rendezvous;

import io.cumulonimbus.config.PeersConfig.PrivateAddresses;
import io.cumulonimbus.rtmfp.packet.Address;
import io.cumulonimbus.rtmfp.packet.Addresses;
import io.cumulonimbus.rtmfp.packet.Origin;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where one client may reach another: where we see it, and what it says of itself as far as that
 * makes sense. Nobody can be pointed at machines that have no part in it (RFC 7016 §5).
 */
final class PeerAddresses {
    /** Of what a client reports, no more is kept. */
    static final int MOST_REPORTED = 8;

    private PeerAddresses() {}

    /** What can be an address of a client, out of what one wrote: any text at all. */
    // RFC 7425 §5.3.3; checklist 116
    static List<InetSocketAddress> reported(Collection<String> texts) {
        Set<InetSocketAddress> addresses = new LinkedHashSet<>();
        for (String text : texts) {
            Optional<InetSocketAddress> address = Addresses.parse(text);
            if (addresses.size() < MOST_REPORTED && address.isPresent() && isPeer(address.get())) {
                addresses.add(address.get());
            }
        }
        return List.copyOf(addresses);
    }

    /**
     * Where {@code viewer} should look for another client, best first.
     *
     * @param viewer where we see the client that looks
     * @param observed where we see the client that is looked for
     * @param reported what that one says of itself
     */
    static List<Address> seenBy(
            InetSocketAddress viewer,
            InetSocketAddress observed,
            List<InetSocketAddress> reported,
            PrivateAddresses privacy) {
        boolean local = viewer.getAddress().isLoopbackAddress();
        List<Address> seen = new ArrayList<>(reported.size() + 1);
        if (local || !observed.getAddress().isLoopbackAddress()) {
            seen.add(new Address(observed, Origin.OBSERVED));
        }
        boolean tellsPrivate =
                switch (privacy) {
                    case ALWAYS -> true;
                    case NEVER -> false;
                    case NEAR -> areNear(viewer.getAddress(), observed.getAddress());
                };
        for (InetSocketAddress address : reported) {
            InetAddress host = address.getAddress();
            boolean useful = host.isLoopbackAddress() ? local : tellsPrivate || !isPrivate(host);
            if (useful && !address.equals(observed)) {
                seen.add(new Address(address, Origin.REPORTED));
            }
        }
        return seen;
    }

    /** Whether any of these can be reached by who is known by any of those. */
    static boolean haveFamilyInCommon(List<Address> these, List<Address> those) {
        return these.stream()
                .anyMatch(one -> those.stream().anyMatch(other -> isIpv6(one) == isIpv6(other)));
    }

    /** Whether two clients may be in one private network, or are behind the same translator. */
    static boolean areNear(InetAddress one, InetAddress other) {
        boolean bothWithin = isWithin(one) && isWithin(other);
        return one.equals(other) || bothWithin;
    }

    private static boolean isWithin(InetAddress host) {
        return isPrivate(host) || host.isLoopbackAddress();
    }

    private static boolean isIpv6(Address address) {
        return address.socket().getAddress() instanceof Inet6Address;
    }

    private static boolean isPeer(InetSocketAddress address) {
        InetAddress host = address.getAddress();
        byte[] bytes = host.getAddress();
        boolean broadcast = bytes.length == 4 && ((bytes[0] & 0xf0) == 0xf0 || bytes[0] == 0);
        return address.getPort() != 0
                && !broadcast
                && !host.isAnyLocalAddress()
                && !host.isMulticastAddress()
                && !host.isLinkLocalAddress();
    }

    /** RFC 1918, RFC 6598 (translators of providers), RFC 4193. */
    private static boolean isPrivate(InetAddress host) {
        byte[] bytes = host.getAddress();
        boolean shared = bytes.length == 4 && bytes[0] == 100 && (bytes[1] & 0xc0) == 64;
        boolean uniqueLocal = bytes.length == 16 && (bytes[0] & 0xfe) == 0xfc;
        return host.isSiteLocalAddress() || shared || uniqueLocal;
    }
}
