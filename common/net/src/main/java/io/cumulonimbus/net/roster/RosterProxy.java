package io.cumulonimbus.net.roster;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.ClientHandler;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.net.dump.Dump;
import io.cumulonimbus.net.loop.BoundedHop;
import io.cumulonimbus.net.loop.Loop;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The clients of one loop, and the way to them from any other. */
final class RosterProxy implements ClientAcceptor {
    private static final int QUESTIONS = 64;

    private final Loop loop;
    private final BoundedHop hop;
    private final AtomicLong numbers;
    private final ClientAcceptor acceptor;
    private final TreeMap<Long, Guest> here = new TreeMap<>();
    private final Map<Protocol, RosterFigures.Totals> gone = new EnumMap<>(Protocol.class);
    private final Map<CloseReason, Long> ended = new EnumMap<>(CloseReason.class);

    /**
     * @param numbers gives each client its own
     */
    RosterProxy(Loop loop, AtomicLong numbers, ClientAcceptor acceptor) {
        this.loop = loop;
        this.hop = new BoundedHop(loop, QUESTIONS);
        this.numbers = numbers;
        this.acceptor = acceptor;
    }

    @Override
    public ClientHandler accept(Client client) {
        ClientHandler handler = acceptor.accept(Dump.watched(client));
        Guest guest =
                new Guest(numbers.incrementAndGet(), client, loop.nowNs(), handler, this::leaves);
        here.put(guest.number(), guest);
        SessionLog.opened(guest.number(), client);
        gone.merge(
                client.identity().protocol(),
                new RosterFigures.Totals(0, 1, 0, 0, 0, 0, 0, 0, 0),
                RosterFigures.Totals::plus);
        return guest;
    }

    private void leaves(Guest guest, CloseReason reason) {
        if (here.remove(guest.number()) != null) {
            SessionLog.closed(guest.number(), guest.client(), guest.application(), reason);
            gone.merge(
                    guest.client().identity().protocol(),
                    guest.totals(),
                    RosterFigures.Totals::plus);
            ended.merge(reason, 1L, Long::sum);
        }
    }

    /** Those with higher numbers than {@code after}, in their order. Any thread. */
    CompletableFuture<List<ClientSheet>> after(
            long after, int most, Predicate<ClientSheet> wanted) {
        return ask(
                () -> {
                    long nowNs = loop.nowNs();
                    return here.tailMap(after, false).values().stream()
                            .map(guest -> guest.sheet(nowNs))
                            .filter(wanted)
                            .limit(most)
                            .toList();
                });
    }

    /** The client of that number, if it is here. Any thread. */
    CompletableFuture<Optional<ClientSheet>> find(long number) {
        return ask(() -> Optional.ofNullable(here.get(number)).map(g -> g.sheet(loop.nowNs())));
    }

    /** Closes a client; answers whether it was here. Any thread. */
    CompletableFuture<Boolean> close(long number) {
        return ask(
                () -> {
                    Guest guest = here.get(number);
                    if (guest != null) {
                        guest.client().close(CloseReason.NEAR_CLOSED);
                    }
                    return guest != null;
                });
    }

    /** What they come to. Any thread. */
    CompletableFuture<RosterFigures> figures() {
        return ask(
                () -> {
                    Map<Protocol, RosterFigures.Totals> all = new EnumMap<>(Protocol.class);
                    all.putAll(gone);
                    here.values().forEach(guest -> add(all, guest));
                    return new RosterFigures(all, ended);
                });
    }

    private static void add(Map<Protocol, RosterFigures.Totals> all, Guest guest) {
        Protocol protocol = guest.client().identity().protocol();
        all.merge(protocol, guest.totals(), RosterFigures.Totals::plus);
        all.merge(
                protocol,
                new RosterFigures.Totals(1, 0, 0, 0, 0, 0, 0, 0, 0),
                RosterFigures.Totals::plus);
    }

    private <A> CompletableFuture<A> ask(Supplier<A> question) {
        CompletableFuture<A> answer = new CompletableFuture<>();
        boolean taken =
                hop.offer(
                        () -> {
                            try {
                                answer.complete(question.get());
                            } catch (RuntimeException fault) {
                                answer.completeExceptionally(fault);
                            }
                        });
        if (!taken) {
            answer.completeExceptionally(new IllegalStateException("too many questions"));
        }
        return answer;
    }
}
