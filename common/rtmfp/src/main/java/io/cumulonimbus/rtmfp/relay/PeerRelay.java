package io.cumulonimbus.rtmfp.relay;

import io.cumulonimbus.rtmfp.chunk.Chunk;
import io.cumulonimbus.rtmfp.chunk.IHello;
import io.cumulonimbus.rtmfp.chunk.RHello;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.packet.MalformedPacketException;
import io.cumulonimbus.rtmfp.packet.Multiplex;
import io.cumulonimbus.rtmfp.relay.RelayPair.Attempt;
import io.cumulonimbus.rtmfp.relay.RelayPair.Side;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Passes datagrams between two peers that the server introduced to each other and that find no
 * other way. It is no open relay: nothing goes anywhere but to the two hosts whose sessions the
 * server has, from addresses that named the secret tag of their introduction, never more than came
 * in, and within limits. Clients that look for themselves are told where they come from.
 *
 * <p>It has some addresses of its own, its doors. Each of the two is told one of them as where the
 * other is. A peer that is relayed to several others has another door for each, so that a door and
 * where a datagram comes from say whom it is for.
 *
 * <p>Not thread-safe: one loop owns it. It has no clock and no socket.
 */
public final class PeerRelay {
    private static final int MIN_DATAGRAM = Multiplex.HEADER + 16;

    /** Longer than any network that RTMFP is sent over takes in one piece. */
    private static final int MAX_DATAGRAM = 2048;

    /** Initiators take 16 bytes. */
    private static final int MOST_TAG = 64;

    /** The wanted one is not told more often than this. */
    private static final long INVITATION_NS = 900_000_000L;

    private record Couple(long lower, long higher) {
        static Couple of(RelayParty one, RelayParty two) {
            long a = one.session();
            long b = two.session();
            return new Couple(Math.min(a, b), Math.max(a, b));
        }
    }

    private record Source(int door, InetSocketAddress from) {}

    private final RelayLimits limits;
    private final List<InetSocketAddress> doors;
    private final RelaySink sink;
    private final ByteBudget budget;
    private final Sightings sightings;
    private final RedirectWriter redirects = new RedirectWriter();
    private final HelloReader hellos = new HelloReader(MAX_DATAGRAM);
    private final Map<Couple, RelayPair> pairs = new HashMap<>();
    private final Map<Long, Set<RelayPair>> bySession = new HashMap<>();
    private final Map<ByteBuffer, Attempt> byTag = new HashMap<>();
    private final Map<Source, Side> bySource = new HashMap<>();
    private long meetings;
    private long refused;
    private long datagrams;
    private long bytes;
    private long strangers;
    private long early;
    private long overLimit;

    /**
     * A relay without pairs.
     *
     * @param doors the addresses of the relay as peers reach them, in the order of their numbers
     * @param sightings who may ask where it is seen
     */
    public PeerRelay(
            RelayLimits limits,
            List<InetSocketAddress> doors,
            RelaySink sink,
            Sightings sightings,
            long nowNs) {
        this.sightings = sightings;
        this.limits = limits;
        this.doors = List.copyOf(doors);
        this.sink = sink;
        this.budget = new ByteBudget(limits.bytesPerSecond(), nowNs);
    }

    /**
     * Makes place for two peers, or finds the one that they have. Answers which address the asker
     * is to be told as one more where the wanted one may be; nothing when there is no place.
     */
    public Optional<InetSocketAddress> offer(RelayRequest request, long nowNs) {
        Attempt known = byTag.get(ByteBuffer.wrap(request.tag()));
        if (known != null && known.asker.pair.isOf(request.asker(), request.wanted())) {
            return Optional.of(doors.get(known.asker.door));
        }
        Optional<RelayPair> pair =
                known != null || request.tag().length > MOST_TAG
                        ? Optional.empty()
                        : pairOf(request.asker(), request.wanted(), nowNs);
        if (pair.isEmpty()) {
            refused++;
            return Optional.empty();
        }
        Side asker = pair.get().of(request.asker());
        Attempt attempt = new Attempt(request, asker, nowNs + limits.headStartNs());
        byTag.put(ByteBuffer.wrap(request.tag()), attempt);
        Attempt oldest = pair.get().add(attempt);
        if (oldest != null) {
            byTag.remove(ByteBuffer.wrap(oldest.request.tag()));
        }
        return Optional.of(doors.get(asker.door));
    }

    private Optional<RelayPair> pairOf(RelayParty one, RelayParty two, long nowNs) {
        Couple couple = Couple.of(one, two);
        RelayPair present = pairs.get(couple);
        if (present != null && present.isOf(one, two)) {
            return Optional.of(present);
        }
        if (present != null) {
            end(present); // one of them moved
        }
        int doorOfOne = freeDoor(one);
        int doorOfTwo = freeDoor(two);
        if (pairs.size() >= limits.pairs() || doorOfOne < 0 || doorOfTwo < 0) {
            return Optional.empty();
        }
        RelayPair made = new RelayPair(one, doorOfOne, two, doorOfTwo, limits, nowNs);
        pairs.put(couple, made);
        bySession.computeIfAbsent(one.session(), s -> new HashSet<>()).add(made);
        bySession.computeIfAbsent(two.session(), s -> new HashSet<>()).add(made);
        return Optional.of(made);
    }

    /** A door that the party can reach and does not use yet, or -1. */
    private int freeDoor(RelayParty party) {
        Set<Integer> taken = new HashSet<>();
        for (RelayPair pair : bySession.getOrDefault(party.session(), Set.of())) {
            taken.add(pair.of(party).door);
        }
        Class<? extends InetAddress> family = party.seenAt().getAddress().getClass();
        for (int door = 0; door < doors.size(); door++) {
            if (!taken.contains(door) && doors.get(door).getAddress().getClass() == family) {
                return door;
            }
        }
        return -1;
    }

    /** Takes a datagram that came to a door; the array is the caller's again after the return. */
    public void receive(int door, byte[] datagram, int length, InetSocketAddress from, long nowNs) {
        if (length < MIN_DATAGRAM || length > MAX_DATAGRAM) {
            strangers++;
            return;
        }
        boolean startup = Multiplex.sessionId(datagram, 0, length) == 0;
        if (startup && !startup(door, datagram, length, from, nowNs)) {
            return;
        }
        Side side = bySource.get(new Source(door, from));
        if (side == null) {
            strangers++;
            return;
        }
        side.spoke |= !startup;
        pass(side, datagram, length, nowNs);
    }

    /** Takes notice of hellos; answers whether the datagram is to be passed on. */
    private boolean startup(
            int door, byte[] datagram, int length, InetSocketAddress from, long nowNs) {
        for (Chunk chunk : hellos.read(datagram, length)) {
            if (chunk instanceof IHello hello) {
                return asked(hello, door, from, nowNs);
            }
            if (chunk instanceof RHello hello) {
                return answered(hello, door, from, nowNs);
            }
        }
        return true;
    }

    /** The asker comes: it goes on when the direct ways have had their time. */
    // RFC 7016 §3.5.1.1.1
    private boolean asked(IHello hello, int door, InetSocketAddress from, long nowNs) {
        Attempt attempt = byTag.get(ByteBuffer.wrap(hello.tag()));
        if (attempt == null && isItself(hello, from, nowNs)) {
            int length = redirects.write(hello.tag(), from, nowNs);
            sink.send(door, redirects.datagram(), length, from);
            return false;
        }
        if (attempt == null
                || !wanted(hello).map(attempt::means).orElse(false)
                || !enter(attempt, attempt.asker, door, from, nowNs)) {
            strangers++;
            return false;
        }
        if (nowNs - attempt.dueNs < 0) {
            early++;
            return false;
        }
        boolean tellsAgain = !attempt.invited || nowNs - attempt.invitedNs >= INVITATION_NS;
        if (!attempt.answered && tellsAgain) {
            attempt.invited = true;
            attempt.invitedNs = nowNs;
            attempt.request.listener().onInvitation(doors.get(attempt.wanted().door));
        }
        return true;
    }

    private boolean isItself(IHello hello, InetSocketAddress from, long nowNs) {
        return hello.tag().length <= MOST_TAG
                && wanted(hello)
                        .filter(id -> sightings.onHello(hello.tag(), id, from, nowNs))
                        .isPresent();
    }

    private static Optional<byte[]> wanted(IHello hello) {
        try {
            return EndpointDiscriminator.parse(hello.endpointDiscriminator()).fingerprint();
        } catch (MalformedPacketException bad) {
            return Optional.empty();
        }
    }

    /** The wanted one answers. */
    private boolean answered(RHello hello, int door, InetSocketAddress from, long nowNs) {
        Attempt attempt = byTag.get(ByteBuffer.wrap(hello.tagEcho()));
        if (attempt == null) {
            sightings.onAnswer(hello.tagEcho(), from, nowNs);
        }
        if (attempt == null || !enter(attempt, attempt.wanted(), door, from, nowNs)) {
            strangers++;
            return false;
        }
        if (!attempt.answered) {
            attempt.answered = true;
            attempt.asker.pair.begin();
        }
        return true;
    }

    /** Takes down where one of the two is; answers false when it cannot be that one. */
    private boolean enter(
            Attempt attempt, Side side, int door, InetSocketAddress from, long nowNs) {
        if (side.door != door || !side.party.isAt(from.getAddress())) {
            return false;
        }
        if (!from.equals(side.at)) {
            leave(side);
            Side before = bySource.put(new Source(door, from), side);
            if (before != null) {
                before.at = null; // its translator gave its port to somebody else
            }
            side.at = from;
            if (side.isNews(from, nowNs)) {
                attempt.request.listener().onSeen(side.party, from);
            }
        }
        return true;
    }

    private void leave(Side side) {
        if (side.at != null) {
            bySource.remove(new Source(side.door, side.at), side);
            side.at = null;
        }
    }

    private void pass(Side side, byte[] datagram, int length, long nowNs) {
        Side other = side.other();
        RelayPair pair = side.pair;
        if (other.at == null) {
            early++;
            return;
        }
        if (!pair.budget.has(length, nowNs) || !budget.has(length, nowNs)) {
            overLimit++;
            return;
        }
        pair.budget.take(length);
        budget.take(length);
        pair.lastNs = nowNs;
        datagrams++;
        bytes += length;
        sink.send(other.door, datagram, length, other.at);
        if (pair.meets()) {
            meetings++;
            List.copyOf(pair.attempts).forEach(a -> a.request.listener().onRelayed());
        }
    }

    /** A session is over, and so are its pairs. */
    public void forget(long session) {
        List.copyOf(bySession.getOrDefault(session, Set.of())).forEach(this::end);
    }

    /** Gives up the pairs that are due; answers when to call again, or {@link Long#MAX_VALUE}. */
    public long advance(long nowNs) {
        long next = Long.MAX_VALUE;
        for (RelayPair pair : new ArrayList<>(pairs.values())) {
            long endNs = pair.lastNs + limits.idleNs();
            endNs = endNs - pair.endNs < 0 ? endNs : pair.endNs;
            if (endNs - nowNs <= 0) {
                end(pair);
            } else if (next == Long.MAX_VALUE || endNs - next < 0) {
                next = endNs;
            }
        }
        return next;
    }

    private void end(RelayPair pair) {
        pairs.remove(Couple.of(pair.first.party, pair.second.party), pair);
        for (Side side : List.of(pair.first, pair.second)) {
            leave(side);
            bySession.computeIfPresent(
                    side.party.session(),
                    (session, all) -> {
                        all.remove(pair);
                        return all.isEmpty() ? null : all;
                    });
        }
        pair.attempts.forEach(a -> byTag.remove(ByteBuffer.wrap(a.request.tag()), a));
    }

    /** What happened so far. */
    public RelayStatistics statistics() {
        return new RelayStatistics(
                pairs.size(), meetings, refused, datagrams, bytes, strangers, early, overLimit);
    }
}
