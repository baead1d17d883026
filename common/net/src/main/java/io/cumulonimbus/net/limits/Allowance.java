package io.cumulonimbus.net.limits;

import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What one client has of what its address and its account may have: it is asked before the client
 * gets more of anything. Owned by the client's loop.
 */
public final class Allowance {
    /** Before the names of accounts; applications stand for themselves. */
    private static final String NAMED = ":";

    private static final String TOO_MANY = "Too many connections of this account";

    private static final long LOOK_NS = 1_000_000_000L;

    private final Limits limits;
    private final Loop loop;
    private final Set<Flow> waiting = new HashSet<>();
    private final List<Held> held = new ArrayList<>(2);
    private long network;
    private boolean named;
    private int streams;
    private boolean ended;

    /** A flow that can be made to wait. */
    public interface Flow {
        /** Lets nothing through for now. */
        void hold();

        /** Lets through what was held, and what follows. */
        void release();
    }

    private record Held(LimitScope scope, Limits.Share share) {
        Usage usage() {
            return share.usage();
        }
    }

    Allowance(Limits limits, InetSocketAddress address, Loop loop) {
        this.limits = limits;
        this.loop = loop;
        this.network = Limits.network(address);
        enter(LimitScope.ADDRESS, network, false);
    }

    private boolean enter(LimitScope scope, long key, boolean must) {
        Optional<Limits.Share> share = limits.share(scope, key, must);
        share.ifPresent(s -> held.add(new Held(scope, s)));
        return share.isPresent();
    }

    /** Whether there are too many clients of the address; it has nothing then. */
    public boolean isRefused() {
        return held.isEmpty();
    }

    /** The client belongs to an account; answers why it may not be here, if it may not. */
    public Optional<String> join(String account) {
        named = account.startsWith(NAMED);
        return enter(LimitScope.ACCOUNT, Limits.named(account), false)
                ? Optional.empty()
                : Optional.of(TOO_MANY);
    }

    /**
     * The client that belonged to its application turns out to be of an account of this name; one
     * that is of an account stays there. Answers why it may not be here, if it may not.
     */
    public Optional<String> becomes(String name) {
        if (named || ended || held.size() < 2) {
            return Optional.empty();
        }
        long account = Limits.named(NAMED + name);
        Optional<Limits.Share> share = limits.share(LimitScope.ACCOUNT, account, false);
        if (share.isEmpty()) {
            return Optional.of(TOO_MANY);
        }
        for (int i = 0; i < streams; i++) {
            if (!share.get().usage().takeStream()) {
                limits.count(LimitScope.ACCOUNT, LimitKind.STREAMS);
                share.get().usage().addStreams(-i);
                share.get().end().run();
                return Optional.of("Too many streams of this account");
            }
        }
        Held before = held.set(1, new Held(LimitScope.ACCOUNT, share.get()));
        before.usage().addStreams(-streams);
        before.share().end().run();
        named = true;
        return Optional.empty();
    }

    /** The client moved; it is not refused for that. */
    public void moved(InetSocketAddress address) {
        long now = Limits.network(address);
        if (ended || isRefused() || now == network) {
            return;
        }
        network = now;
        Held before = held.get(0);
        limits.share(LimitScope.ADDRESS, now, true)
                .ifPresent(share -> held.set(0, new Held(LimitScope.ADDRESS, share)));
        held.get(0).usage().addStreams(streams);
        before.usage().addStreams(-streams);
        before.share().end().run();
    }

    /** One stream more, unless that is too many. */
    public boolean takeStream() {
        for (int i = 0; i < held.size(); i++) {
            if (!held.get(i).usage().takeStream()) {
                limits.count(held.get(i).scope(), LimitKind.STREAMS);
                held.subList(0, i).forEach(one -> one.usage().addStreams(-1));
                return false;
            }
        }
        streams++;
        return true;
    }

    /** One stream less. */
    public void returnStream() {
        streams--;
        held.forEach(one -> one.usage().addStreams(-1));
    }

    /** One call more, unless that is too many in a second. */
    public boolean takeCall() {
        long nowNs = limits.nowNs();
        for (Held one : held) {
            if (!one.usage().calls().take(nowNs)) {
                limits.count(one.scope(), LimitKind.CALLS);
                return false;
            }
        }
        return true;
    }

    /** So many bytes came on a flow, which has to wait when that is too many. */
    public void received(Flow flow, int bytes) {
        long nowNs = limits.nowNs();
        held.forEach(one -> one.usage().bytes().spend(bytes, nowNs));
        if (waitNs(nowNs) > 0 && waiting.add(flow)) {
            held.stream()
                    .filter(one -> one.usage().bytes().waitNs(nowNs) > 0)
                    .forEach(one -> limits.count(one.scope(), LimitKind.BITRATE));
            flow.hold();
            await(flow, nowNs);
        }
    }

    private long waitNs(long nowNs) {
        long most = 0;
        for (Held one : held) {
            most = Math.max(most, one.usage().bytes().waitNs(nowNs));
        }
        return most;
    }

    private void await(Flow flow, long nowNs) {
        long waitNs = Math.min(LOOK_NS, waitNs(nowNs));
        new DeadlineTimer(loop, () -> goOn(flow)).set(loop.nowNs() + waitNs);
    }

    private void goOn(Flow flow) {
        long nowNs = limits.nowNs();
        if (!ended && waitNs(nowNs) > 0) {
            await(flow, nowNs);
        } else {
            waiting.remove(flow);
            flow.release();
        }
    }

    /** The client is gone. */
    public void end() {
        if (!ended) {
            ended = true;
            held.forEach(one -> one.usage().addStreams(-streams));
            held.forEach(one -> one.share().end().run());
            held.clear();
            streams = 0;
        }
    }
}
