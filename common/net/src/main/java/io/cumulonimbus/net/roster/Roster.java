package io.cumulonimbus.net.roster;

import io.cumulonimbus.client.ClientAcceptor;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.net.loop.Loop;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;

/** All clients of a server, on whichever loop they are. Any thread. */
public final class Roster {
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Loop, RosterProxy> loops = new ConcurrentHashMap<>();

    /** Notes the clients of a loop; {@code acceptor} takes them. The same for each loop, always. */
    public ClientAcceptor of(Loop loop, Function<Loop, ClientAcceptor> acceptor) {
        return loops.computeIfAbsent(loop, l -> new RosterProxy(l, numbers, acceptor.apply(l)));
    }

    /**
     * Clients in the order in which they came.
     *
     * @param after only those with a higher number
     * @param most as many at most
     * @param wanted which of them; called on their loops
     */
    public CompletableFuture<List<ClientSheet>> page(
            long after, int most, Predicate<ClientSheet> wanted) {
        return all(proxy -> proxy.after(after, most, wanted))
                .thenApply(
                        lists ->
                                lists.stream()
                                        .flatMap(List::stream)
                                        .sorted(Comparator.comparingLong(ClientSheet::number))
                                        .limit(most)
                                        .toList());
    }

    /** The client of that number, if it is here. */
    public CompletableFuture<Optional<ClientSheet>> find(long number) {
        return all(proxy -> proxy.find(number))
                .thenApply(found -> found.stream().flatMap(Optional::stream).findFirst());
    }

    /** Closes a client in order; answers whether it was here. */
    public CompletableFuture<Boolean> close(long number) {
        return all(proxy -> proxy.close(number)).thenApply(closed -> closed.contains(true));
    }

    /** What they all come to. */
    public CompletableFuture<RosterFigures> figures() {
        return all(RosterProxy::figures).thenApply(Roster::sum);
    }

    private static RosterFigures sum(Collection<RosterFigures> parts) {
        Map<Protocol, RosterFigures.Totals> protocols = new EnumMap<>(Protocol.class);
        Map<CloseReason, Long> ended = new EnumMap<>(CloseReason.class);
        for (RosterFigures part : parts) {
            part.protocols().forEach((p, t) -> protocols.merge(p, t, RosterFigures.Totals::plus));
            part.ended().forEach((reason, count) -> ended.merge(reason, count, Long::sum));
        }
        return new RosterFigures(protocols, ended);
    }

    private <A> CompletableFuture<List<A>> all(Function<RosterProxy, CompletableFuture<A>> ask) {
        List<CompletableFuture<A>> asked = loops.values().stream().map(ask).toList();
        return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .thenApply(done -> asked.stream().map(CompletableFuture::join).toList());
    }
}
