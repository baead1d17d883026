package io.cumulonimbus.edge;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.link.session.Displaced;
import io.cumulonimbus.link.session.LinkListener;
import io.cumulonimbus.link.session.LinkSession;
import io.cumulonimbus.link.stream.StreamHub;
import io.cumulonimbus.net.link.LinkClient;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.NettyLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * Brings clients of one loop to the origins where they belong. The origin that the loop is linked
 * with knows; if it is not the one itself, that is dialled, and if there is no way to it, the
 * linked one forwards. A session that an origin does not serve any more, or cannot because it is
 * lost, goes on where its home is by then. Owned by the loop.
 */
final class HomeLinks {
    /** Between two looks for those who wait. */
    static final long AGAIN_NS = 100_000_000L;

    /** Between two questions whether a home that is out of reach has moved. */
    private static final long SOUND_NS = 20_000_000L;

    /** So long a home may be out of reach before its clients are forwarded to it. */
    static final long REACH_NS = 4_000_000_000L;

    /** A link that carried nobody for so long is closed. */
    private static final long UNUSED_NS = 30_000_000_000L;

    /** Links that are made before a client needs them. */
    private static final int MOST_EXPECTED = 64;

    private final NettyLoop loop;
    private final StreamHub streams;
    private final BiFunction<HostPort, LinkListener, LinkClient> dialling;
    private final Map<String, HomeLink> links = new HashMap<>();
    private final Map<Client, Guest> guests = new IdentityHashMap<>();
    private final Set<Guest> searching = new LinkedHashSet<>();
    private final DeadlineTimer again;
    private final DeadlineTimer sounding;
    private LinkClient main;

    /**
     * @param streams where viewers get their streams
     * @param dialling answers a client that does not dial yet
     */
    HomeLinks(
            NettyLoop loop,
            StreamHub streams,
            BiFunction<HostPort, LinkListener, LinkClient> dialling) {
        this.loop = loop;
        this.streams = streams;
        this.dialling = dialling;
        this.again = new DeadlineTimer(loop, this::lookAgain);
        this.sounding = new DeadlineTimer(loop, this::soundAll);
    }

    /** Sets the link that the loop has anyway; before anything else. */
    void besides(LinkClient uplink) {
        main = uplink;
    }

    long nowNs() {
        return loop.nowNs();
    }

    /** Carries a client to where it belongs, as soon as it says what it wants. */
    ClientHandler accept(Client client) {
        Guest guest = new Guest(this, loop, client);
        guests.put(client, guest);
        guest.begin();
        return guest.newcomer();
    }

    /** An origin does not serve a session any more. */
    void displaced(Displaced session) {
        displaced(session, 0);
    }

    private void displaced(Displaced session, long lostNs) {
        Guest guest = guests.get(session.client());
        if (guest == null) {
            session.end();
        } else {
            guest.goesOn(session, lostNs);
        }
    }

    /**
     * Clients belong there in a moment: the link is up by then, and of those for whose pictures
     * others wait it is known where each of them belongs.
     *
     * @param by the link whose clients these are; empty for the one that the loop has anyway
     */
    void expect(String home, Optional<HomeLink> by) {
        if (links.size() < MOST_EXPECTED || links.containsKey(home)) {
            link(home).wanted(nowNs());
            look();
        }
        guests.values().stream()
                .filter(guest -> guest.isAt(by) && guest.newcomer().publishes())
                .forEach(Guest::foresee);
    }

    /** All links that there are, of which each may be up or not. */
    Stream<LinkClient> all() {
        return Stream.concat(Stream.of(main), links.values().stream().map(HomeLink::client));
    }

    /** The link that the loop has anyway, if it is up. */
    Optional<LinkSession> main() {
        return main.session();
    }

    /** It looks for its home, and is asked to look again from time to time. */
    void searches(Guest guest) {
        searching.add(guest);
    }

    void searchesNoMore(Guest guest) {
        searching.remove(guest);
    }

    boolean isSearching(Guest guest) {
        return searching.contains(guest);
    }

    /** Those who wait look again by then, if not before. */
    void lookIn(long ns) {
        again.setSooner(loop.nowNs() + ns);
    }

    /** A client is gone. */
    void left(Client client, Guest guest) {
        guests.remove(client);
        searching.remove(guest);
    }

    /** A home can be reached. */
    void up(LinkSession session) {
        session.streams().handsOut(streams);
        look();
    }

    /** Those who wait look again where they belong. */
    void look() {
        lookIn(0);
    }

    private void lookAgain() {
        List.copyOf(searching).forEach(Guest::ask);
        List.copyOf(links.values()).forEach(this::check);
        if (!searching.isEmpty() || !links.isEmpty()) {
            lookIn(AGAIN_NS);
        }
    }

    /** Who is at a home that is out of reach may have another one by now. */
    private void check(HomeLink link) {
        long nowNs = loop.nowNs();
        if (link.unusedNs(nowNs) > UNUSED_NS) {
            links.remove(link.address().toString(), link);
            link.client().stop(Duration.ofSeconds(1));
        } else if (link.downSinceNs().filter(since -> nowNs - since > REACH_NS).isPresent()) {
            leave(link);
        } else if (link.downSinceNs().isPresent()) {
            sounding.set(nowNs);
        }
    }

    private void soundAll() {
        for (HomeLink link : List.copyOf(links.values())) {
            if (link.downSinceNs().isPresent()) {
                guests.values().stream()
                        .filter(guest -> guest.isAt(Optional.of(link)))
                        .findFirst()
                        .ifPresent(
                                guest -> {
                                    guest.sound(link);
                                    sounding.set(nowNs() + SOUND_NS);
                                });
            }
        }
    }

    /** Its clients look for another home. */
    void leave(HomeLink link) {
        long sinceNs = link.downSinceNs().orElse(nowNs());
        link.client().displaceAll().forEach(session -> displaced(session, sinceNs));
    }

    private static HostPort address(String home) {
        int colon = home.lastIndexOf(':');
        String host = home.substring(0, colon).replaceAll("[\\[\\]]", "");
        return new HostPort(host, Integer.parseInt(home.substring(colon + 1)));
    }

    /** The link with a home, which is dialled if it was not. */
    HomeLink link(String home) {
        return links.computeIfAbsent(
                home,
                name -> {
                    HostPort address = address(name);
                    return new HomeLink(
                            address, this, nowNs(), heard -> dialling.apply(address, heard));
                });
    }
}
