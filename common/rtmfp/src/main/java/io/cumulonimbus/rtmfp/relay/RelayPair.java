package io.cumulonimbus.rtmfp.relay;

import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/** Two peers that were introduced to each other, and what the relay knows of them. */
final class RelayPair {
    /** Attempts that are remembered: each may ask for the other, and try again. */
    private static final int MOST_ATTEMPTS = 4;

    /** Nobody who changes its port all the time keeps others busy with that. */
    static final long NOTICE_NS = 1_000_000_000L;

    /** One of the two. */
    static final class Side {
        final RelayPair pair;
        final RelayParty party;
        final int door;

        /** Where its packets come from, or null before the first one. */
        InetSocketAddress at;

        /** It has sent a packet of a session. */
        boolean spoke;

        private boolean noticed;
        private boolean atHome;
        private long noticedNs;

        Side(RelayPair pair, RelayParty party, int door) {
            this.pair = pair;
            this.party = party;
            this.door = door;
        }

        /**
         * Whether it is worth telling that the party was seen here: the first time, and when what
         * follows from it has changed, but not more often than once in a while.
         */
        boolean isNews(InetSocketAddress seen, long nowNs) {
            boolean home = seen.equals(party.seenAt());
            if (noticed && (home == atHome || nowNs - noticedNs < NOTICE_NS)) {
                return false;
            }
            noticed = true;
            atHome = home;
            noticedNs = nowNs;
            return true;
        }

        Side other() {
            return this == pair.first ? pair.second : pair.first;
        }
    }

    /** One attempt of one of the two to reach the other. */
    static final class Attempt {
        final RelayRequest request;
        final Side asker;
        final long dueNs;
        long invitedNs;
        boolean invited;
        boolean answered;

        Attempt(RelayRequest request, Side asker, long dueNs) {
            this.request = request;
            this.asker = asker;
            this.dueNs = dueNs;
        }

        Side wanted() {
            return asker.other();
        }

        /** Whether the hello is for who was asked for. */
        boolean means(byte[] peerId) {
            return Arrays.equals(peerId, request.wanted().peerId());
        }
    }

    final Side first;
    final Side second;
    final ByteBudget budget;
    final long endNs;
    final Deque<Attempt> attempts = new ArrayDeque<>(1);
    long lastNs;
    boolean met;

    RelayPair(
            RelayParty one, int doorOfOne, RelayParty two, int doorOfTwo, RelayLimits l, long now) {
        first = new Side(this, one, doorOfOne);
        second = new Side(this, two, doorOfTwo);
        budget = new ByteBudget(l.pairBytesPerSecond(), now);
        endNs = now + l.lifetimeNs();
        lastNs = now;
    }

    Side of(RelayParty party) {
        return first.party.session() == party.session() ? first : second;
    }

    /** Whether the two are still where the server saw them when the pair was made. */
    boolean isOf(RelayParty one, RelayParty two) {
        return of(one).party.equals(one) && of(two).party.equals(two);
    }

    /** Remembers an attempt; answers the one that is forgotten for it, or null. */
    Attempt add(Attempt attempt) {
        attempts.add(attempt);
        return attempts.size() > MOST_ATTEMPTS ? attempts.poll() : null;
    }

    /** A session between the two begins. */
    void begin() {
        met = false;
        first.spoke = false;
        second.spoke = false;
    }

    /** Both have sent packets of the session for the first time. */
    boolean meets() {
        if (met || !first.spoke || !second.spoke) {
            return false;
        }
        met = true;
        return true;
    }
}
