package io.cumulonimbus.edge;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.link.route.RouteAnswer;
import io.cumulonimbus.link.route.RouteQuestion;
import io.cumulonimbus.link.session.Displaced;
import io.cumulonimbus.link.session.LinkSession;
import io.cumulonimbus.net.gateway.Newcomer;
import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.NettyLoop;
import java.util.Optional;

/** A client of an edge: on its way to where it belongs, or there. Owned by its loop. */
final class Guest {
    /** By then others know of a home that has just changed. */
    private static final long SOON_NS = 20_000_000L;

    /** By so much those who publish come to their next home before those whom nobody waits for. */
    private static final long HEAD_START_NS = HomeLinks.AGAIN_NS;

    /** So long somebody is looked for who serves a client. */
    private static final long SEARCH_NS = 10_000_000_000L;

    /** So long a client may take to say what it wants. */
    private static final long SILENT_NS = 60_000_000_000L;

    /** So long it is believed where somebody belongs who was not sent there yet. */
    private static final long FORESIGHT_NS = 5_000_000_000L;

    private final HomeLinks homes;
    private final NettyLoop loop;
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
    private Optional<RouteAnswer> foreseen = Optional.empty();
    private long foreseenNs;

    Guest(HomeLinks homes, NettyLoop loop, Client client) {
        this.homes = homes;
        this.loop = loop;
        this.client = client;
        this.wanted = new Wanted(client.identity());
        this.patience = new DeadlineTimer(loop, () -> client.close(CloseReason.TIMED_OUT));
    }

    /** What handles the client. */
    Newcomer newcomer() {
        return newcomer;
    }

    /**
     * Whether it belongs to this link.
     *
     * @param link empty for the one that the loop has anyway
     */
    boolean isAt(Optional<HomeLink> link) {
        return at.equals(link);
    }

    /** Asks, for all who are there, whether a home that is out of reach has moved. */
    void sound(HomeLink link) {
        Optional<LinkSession> linked = homes.main();
        if (linked.isPresent() && !asking) {
            asking = true;
            linked.get()
                    .routes()
                    .ask(
                            wanted.question().orElseThrow(), // it went there by the answer
                            answer -> {
                                asking = false;
                                boolean moved = !answer.home().equals(link.address().toString());
                                if (moved && link.downSinceNs().isPresent()) {
                                    homes.leave(link);
                                }
                            });
        }
    }

    /** Asks where it will belong, so that it need not when it goes. */
    void foresee() {
        Optional<LinkSession> linked = homes.main();
        Optional<RouteQuestion> question = wanted.question();
        if (linked.isPresent() && question.isPresent()) {
            linked.get()
                    .routes()
                    .ask(
                            question.get(),
                            answer -> {
                                foreseen = Optional.of(answer);
                                foreseenNs = loop.nowNs();
                            });
        }
    }

    /** Looks for its home, or waits until it says what it wants. */
    void begin() {
        if (wanted.isKnown()) {
            comes();
        } else {
            patience.set(loop.nowNs() + SILENT_NS);
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
        begunNs = loop.nowNs();
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
        notBeforeNs = loop.nowNs() + (displaced.publishes() ? 0 : HEAD_START_NS);
        Optional<RouteAnswer> known =
                foreseen.filter(answer -> loop.nowNs() - foreseenNs < FORESIGHT_NS);
        foreseen = Optional.empty();
        boolean settled = loop.nowNs() - settledNs > SEARCH_NS;
        if (lostNs != 0) {
            begunNs = lostNs;
        } else if (settled) {
            begunNs = loop.nowNs();
        }
        if (lostNs != 0 || settled) {
            searchedNs = loop.nowNs();
        }
        if (known.isEmpty() && settled) {
            search();
        } else {
            homes.searches(this);
            known.ifPresent(this::answered);
            homes.lookIn(SOON_NS); // where it was sent from a moment ago it may be sent again
        }
    }

    private void search() {
        homes.searches(this);
        ask();
        if (homes.isSearching(this)) {
            homes.lookIn(HomeLinks.AGAIN_NS);
        }
    }

    void ask() {
        if (asking || notBeforeNs - loop.nowNs() > 0) {
            return;
        }
        if (session.filter(Displaced::isOver).isPresent()) {
            homes.searchesNoMore(this);
        } else if (loop.nowNs() - searchedNs > SEARCH_NS) {
            giveUp();
        } else {
            homes.main().ifPresent(this::ask);
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
        if (!homes.isSearching(this)) {
            return;
        }
        Optional<LinkSession> linked = homes.main();
        if (answer.isHere()) {
            linked.ifPresent(link -> settle(link, Optional.empty(), false));
            return;
        }
        HomeLink home = homes.link(answer.home());
        home.wanted(loop.nowNs());
        Optional<LinkSession> there = home.session();
        if (there.isPresent()) {
            settle(there.get(), Optional.of(home), false);
        } else if (loop.nowNs() - begunNs > HomeLinks.REACH_NS) {
            linked.ifPresent(link -> settle(link, Optional.empty(), true));
        }
    }

    private void settle(LinkSession link, Optional<HomeLink> home, boolean staying) {
        at = home;
        homes.searchesNoMore(this);
        settledNs = loop.nowNs();
        if (session.isPresent()) {
            Displaced moving = session.get();
            session = Optional.empty();
            moving.goOn(link, staying);
        } else {
            newcomer.handledBy(link.openSession(client, staying));
        }
    }

    private void giveUp() {
        homes.searchesNoMore(this);
        session.ifPresentOrElse(Displaced::end, () -> newcomer.handledBy(Uplink.refusal(client)));
    }

    private void left() {
        patience.cancel();
        homes.left(client, this);
    }
}
