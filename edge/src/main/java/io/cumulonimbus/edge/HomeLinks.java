package io.cumulonimbus.edge;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.link.route.RouteAnswer;
import io.cumulonimbus.link.session.Displaced;
import io.cumulonimbus.link.session.LinkListener;
import io.cumulonimbus.link.session.LinkSession;
import io.cumulonimbus.link.stream.StreamHub;
import io.cumulonimbus.net.gateway.Newcomer;
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
    private static final long AGAIN_NS = 100_000_000L;

    /** By then others know of a home that has just changed. */
    private static final long SOON_NS = 20_000_000L;

    /** By so much those who publish come to their next home before those whom nobody waits for. */
    private static final long HEAD_START_NS = AGAIN_NS;

    /** Between two questions whether a home that is out of reach has moved. */
    private static final long SOUND_NS = 20_000_000L;

    /** So long a home may be out of reach before its clients are forwarded to it. */
    private static final long REACH_NS = 4_000_000_000L;

    /** So long somebody is looked for who serves a client. */
    private static final long SEARCH_NS = 10_000_000_000L;

    /** A link that carried nobody for so long is closed. */
    private static final long UNUSED_NS = 30_000_000_000L;

    /** So long a client may take to say what it wants. */
    private static final long SILENT_NS = 60_000_000_000L;

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
        Guest guest = new Guest(client);
        guests.put(client, guest);
        guest.begin();
        return guest.newcomer;
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

    /** Clients belong there in a moment: the link is up by then. */
    void expect(String home) {
        if (links.size() < MOST_EXPECTED || links.containsKey(home)) {
            link(home).wanted(nowNs());
            look();
        }
    }

    /** All links that there are, of which each may be up or not. */
    Stream<LinkClient> all() {
        return Stream.concat(Stream.of(main), links.values().stream().map(HomeLink::client));
    }

    /** A home can be reached. */
    void up(LinkSession session) {
        session.streams().handsOut(streams);
        look();
    }

    /** Those who wait look again where they belong. */
    void look() {
        again.setSooner(loop.nowNs());
    }

    private void lookAgain() {
        List.copyOf(searching).forEach(Guest::ask);
        List.copyOf(links.values()).forEach(this::check);
        if (!searching.isEmpty() || !links.isEmpty()) {
            again.setSooner(loop.nowNs() + AGAIN_NS);
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
                        .filter(guest -> guest.isAt(link))
                        .findFirst()
                        .ifPresent(
                                guest -> {
                                    guest.sound(link);
                                    sounding.set(nowNs() + SOUND_NS);
                                });
            }
        }
    }

    private void leave(HomeLink link) {
        long sinceNs = link.downSinceNs().orElse(nowNs());
        link.client().displaceAll().forEach(session -> displaced(session, sinceNs));
    }

    private static HostPort address(String home) {
        int colon = home.lastIndexOf(':');
        String host = home.substring(0, colon).replaceAll("[\\[\\]]", "");
        return new HostPort(host, Integer.parseInt(home.substring(colon + 1)));
    }

    private HomeLink link(String home) {
        return links.computeIfAbsent(
                home,
                name -> {
                    HostPort address = address(name);
                    return new HomeLink(
                            address, this, nowNs(), heard -> dialling.apply(address, heard));
                });
    }

    /** A client of this loop: on its way, or somewhere. */
    private final class Guest {
        private final Client client;
        private final Newcomer newcomer = new Newcomer(this::said, this::left);
        private final Wanted wanted;
        private Optional<Displaced> session = Optional.empty();
        private Optional<HomeLink> at = Optional.empty();
        private final DeadlineTimer patience;
        private boolean asking;
        private long begunNs;
        private long searchedNs;
        private long settledNs;
        private long notBeforeNs;

        Guest(Client client) {
            this.client = client;
            this.wanted = new Wanted(client.identity());
            this.patience = new DeadlineTimer(loop, () -> client.close(CloseReason.TIMED_OUT));
        }

        boolean isAt(HomeLink link) {
            return at.filter(link::equals).isPresent();
        }

        /** Asks, for all who are there, whether a home that is out of reach has moved. */
        void sound(HomeLink link) {
            Optional<LinkSession> linked = main.session();
            if (linked.isPresent() && !asking) {
                asking = true;
                linked.get()
                        .routes()
                        .ask(
                                wanted.question().orElseThrow(), // it went there by the answer
                                answer -> {
                                    asking = false;
                                    boolean moved =
                                            !answer.home().equals(link.address().toString());
                                    if (moved && link.downSinceNs().isPresent()) {
                                        leave(link);
                                    }
                                });
            }
        }

        /** Looks for its home, or waits until it says what it wants. */
        void begin() {
            if (wanted.isKnown()) {
                comes();
            } else {
                patience.set(nowNs() + SILENT_NS);
            }
        }

        private boolean said(Message message) {
            if (!wanted.isKnown()) {
                wanted.hear(message);
                if (wanted.isKnown()) {
                    comes();
                }
            }
            return wanted.isKnown();
        }

        /** It has said what it wants. */
        private void comes() {
            patience.cancel();
            begunNs = nowNs();
            searchedNs = begunNs;
            notBeforeNs = begunNs;
            search();
        }

        /**
         * @param lostNs since when its origin is out of reach; 0 if it is not
         */
        void goesOn(Displaced displaced, long lostNs) {
            session = Optional.of(displaced);
            at = Optional.empty();
            notBeforeNs = nowNs() + (displaced.publishes() ? 0 : HEAD_START_NS);
            boolean settled = nowNs() - settledNs > SEARCH_NS;
            if (lostNs != 0) {
                begunNs = lostNs;
            } else if (settled) {
                begunNs = nowNs();
            }
            if (lostNs != 0 || settled) {
                searchedNs = nowNs();
            }
            if (settled) {
                search();
            } else {
                searching.add(this); // where it was sent from a moment ago it may be sent again
                again.setSooner(nowNs() + SOON_NS);
            }
        }

        private void search() {
            searching.add(this);
            ask();
            if (searching.contains(this)) {
                again.setSooner(nowNs() + AGAIN_NS);
            }
        }

        void ask() {
            if (asking || notBeforeNs - nowNs() > 0) {
                return;
            }
            if (session.filter(Displaced::isOver).isPresent()) {
                searching.remove(this);
            } else if (nowNs() - searchedNs > SEARCH_NS) {
                giveUp();
            } else {
                main.session().ifPresent(this::ask);
            }
        }

        private void ask(LinkSession linked) {
            asking = wanted.question().isPresent();
            wanted.question()
                    .ifPresentOrElse(
                            question -> linked.routes().ask(question, this::answered),
                            // Too long to ask about: whoever is linked reads it, and forwards.
                            () -> settle(linked, Optional.empty(), true));
        }

        private void answered(RouteAnswer answer) {
            asking = false;
            if (!searching.contains(this)) {
                return;
            }
            Optional<LinkSession> linked = main.session();
            if (answer.isHere()) {
                linked.ifPresent(link -> settle(link, Optional.empty(), false));
                return;
            }
            HomeLink home = link(answer.home());
            home.wanted(nowNs());
            Optional<LinkSession> there = home.session();
            if (there.isPresent()) {
                settle(there.get(), Optional.of(home), false);
            } else if (nowNs() - begunNs > REACH_NS) {
                linked.ifPresent(link -> settle(link, Optional.empty(), true));
            }
        }

        private void settle(LinkSession link, Optional<HomeLink> home, boolean staying) {
            at = home;
            searching.remove(this);
            settledNs = nowNs();
            if (session.isPresent()) {
                Displaced moving = session.get();
                session = Optional.empty();
                moving.goOn(link, staying);
            } else {
                newcomer.handledBy(link.openSession(client, staying));
            }
        }

        private void giveUp() {
            searching.remove(this);
            session.ifPresentOrElse(
                    Displaced::end, () -> newcomer.handledBy(Uplink.refusal(client)));
        }

        private void left() {
            patience.cancel();
            guests.remove(client);
            searching.remove(this);
        }
    }
}
