package io.cumulonimbus.origin.lua.cluster;

import io.cumulonimbus.origin.cluster.Outcome;
import io.cumulonimbus.origin.cluster.realm.RealmShare;
import io.cumulonimbus.origin.cluster.realm.ShareLimitException;
import io.cumulonimbus.origin.cluster.realm.Update;
import io.cumulonimbus.origin.lua.host.Disturbance;
import io.cumulonimbus.origin.lua.value.Values;
import io.cumulonimbus.origin.lua.vm.ScriptAbort;
import io.cumulonimbus.origin.lua.vm.ScriptFault;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * The way of scripts to what their realm shares over the cluster: here their functions wait for
 * answers. Owned by the realm's loop.
 */
public final class ClusterCalls {
    /** What scripts send away is as much of a disturbance as it is long: 20 MB each second. */
    private static final int BYTES_OF_ONE = 1024;

    private static final String NO_ANSWER = "the cluster does not answer";

    private final ClusterHost realm;
    private final Optional<RealmShare> share;
    private final Set<Waiting> waiting = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Functions that wait for one answer; here the realm's memory is counted. */
    private final class Waiting {
        private final LuaValue done;
        private final LuaValue change;
        private final Values values = realm.caller().values();
        private final Runnable forget;

        Waiting(LuaValue done, LuaValue change) {
            this.done = done;
            this.change = change;
            this.forget = realm.caller().belongings().add(() -> waiting.remove(this));
            waiting.add(this);
        }

        /** Answers whether it was still waiting. */
        boolean end() {
            forget.run();
            return waiting.remove(this);
        }
    }

    public ClusterCalls(ClusterHost realm, Optional<RealmShare> share) {
        this.realm = realm;
        this.share = share;
    }

    /** Pays for what other servers are to take. */
    void pay(byte[] bytes) {
        realm.disturb(bytes.length / BYTES_OF_ONE);
    }

    /** Does something that may be too much. */
    <T> T attempt(Function<RealmShare, T> question) {
        realm.disturb(Disturbance.QUESTION);
        try {
            return question.apply(share.orElseThrow(() -> new ScriptFault("there is no cluster")));
        } catch (ShareLimitException much) {
            throw new ScriptFault(much.getMessage());
        }
    }

    /**
     * Asks something; {@code done}, if it is a function, is called with what came of it, and why
     * there is no answer.
     *
     * @param conversion makes a value of the answer, within the event
     */
    <T> void ask(
            LuaValue done,
            BiFunction<Values, T, LuaValue> conversion,
            BiConsumer<RealmShare, Consumer<Outcome<T>>> question) {
        ask(new Waiting(done, LuaValue.NIL), conversion, question);
    }

    private <T> void ask(
            Waiting mine,
            BiFunction<Values, T, LuaValue> conversion,
            BiConsumer<RealmShare, Consumer<Outcome<T>>> question) {
        Consumer<Outcome<T>> answer =
                outcome -> {
                    if (mine.end()) {
                        answered(mine, outcome, conversion);
                    }
                };
        try {
            attempt(
                    asked -> {
                        question.accept(asked, answer);
                        return true;
                    });
        } catch (ScriptFault fault) {
            mine.end();
            throw fault;
        }
    }

    private <T> void answered(
            Waiting mine, Outcome<T> outcome, BiFunction<Values, T, LuaValue> conversion) {
        if (mine.done instanceof LuaFunction f) {
            LuaValue error = outcome.isFailed() ? LuaValue.valueOf(NO_ANSWER) : LuaValue.NIL;
            event(
                    () ->
                            f.invoke(
                                    outcome.value()
                                            .map(value -> conversion.apply(mine.values, value))
                                            .orElse(LuaValue.NIL),
                                    error));
        } else if (outcome.isFailed()) {
            realm.log().error(NO_ANSWER);
        }
    }

    /** An atomic change of an entry by a function; {@code done} is told what is there then. */
    void update(String map, String key, LuaFunction change, LuaValue done) {
        Waiting mine = new Waiting(done, change);
        this.<byte[]>ask(
                mine,
                ClusterBytes::value,
                (asked, answer) ->
                        asked.update(
                                map,
                                key,
                                present ->
                                        waiting.contains(mine)
                                                ? changed(mine, present)
                                                : Update.Next.ABANDONED,
                                answer));
    }

    private Update.Next changed(Waiting mine, Optional<byte[]> present) {
        try {
            return realm.machine()
                    .event(
                            () -> {
                                LuaValue now =
                                        present.map(b -> ClusterBytes.value(mine.values, b))
                                                .orElse(LuaValue.NIL);
                                LuaValue then = mine.change.invoke(now).arg1();
                                return then.isnil()
                                        ? Update.Next.remove()
                                        : Update.Next.put(paid(mine, then));
                            });
        } catch (LuaError | ScriptAbort error) {
            realm.log().error(realm.text(error));
            return Update.Next.ABANDONED;
        }
    }

    private byte[] paid(Waiting mine, LuaValue value) {
        byte[] bytes = ClusterBytes.of(realm, mine.values, value);
        pay(bytes);
        return bytes;
    }

    /** Calls functions of scripts; errors are logged. */
    void event(Supplier<Varargs> work) {
        try {
            realm.machine().event(work);
        } catch (LuaError | ScriptAbort error) {
            realm.log().error(realm.text(error));
        }
    }
}
