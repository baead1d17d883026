package io.cumulonimbus.origin.cluster.realm;

import io.cumulonimbus.net.loop.DeadlineTimer;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.origin.cluster.Node;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.Nodes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Keeps what the applications of a realm keep the same at all nodes: what is written at one is told
 * to the others within {@value #SOON_MS} ms; and whoever comes, and everybody now and again,
 * compares with another one what got lost. Owned by the realm's loop.
 */
public final class KeptExchange {
    static final long SOON_MS = 200;
    private static final long COMPARE_MS = 10_000;
    private static final long MS = 1_000_000L;

    /** Bytes of one message, and of what one comparison is answered with. */
    private static final int MOST_IN_MESSAGE = 256 << 10;

    private static final int MOST_AT_ONCE = 8 << 20;

    private final Keeper keeper;
    private final RealmShare.Channel channel;
    private final RealmShare share;
    private final Loop loop;
    private final DeadlineTimer telling;
    private final DeadlineTimer comparing;
    private boolean tellingSoon;
    private int nextToCompare;

    /** Where the texts of the applications are. */
    public interface Keeper {
        /** The applications that keep something here. */
        Set<String> applications();

        /** What one of them keeps; nothing when it cannot. */
        Optional<KeptTexts> texts(String application);

        /** Another node's text, or that it was taken away, is there now. */
        void adopted(String application, String key, Optional<String> before, Optional<String> now);
    }

    /**
     * Begins.
     *
     * @param what of all that the realm keeps
     * @param loop the realm's
     */
    public KeptExchange(String what, RealmShare share, Loop loop, Keeper keeper) {
        this.share = share;
        this.loop = loop;
        this.keeper = keeper;
        this.channel = share.channel(what);
        this.telling = new DeadlineTimer(loop, this::tell);
        this.comparing = new DeadlineTimer(loop, this::compare);
        channel.receive((from, body) -> KeptMessage.read(body).ifPresent(m -> heard(from, m)));
        share.listen(
                new Nodes.Listener() {
                    @Override
                    public void joined(Node node) {
                        if (!node.id().equals(share.self())) {
                            compareWith(node.id());
                            channel.send(node.id(), KeptMessage.Compare.ALL.toBytes());
                        }
                    }
                });
        comparing.set(loop.nowNs() + COMPARE_MS * MS);
    }

    /** Something was written here. */
    public void changed() {
        if (!tellingSoon) {
            tellingSoon = true;
            telling.set(loop.nowNs() + SOON_MS * MS);
        }
    }

    /** Tells at once what was written here. */
    public void tellNow() {
        telling.cancel();
        tell();
    }

    /** Tells what is left to be told; nothing more after this. */
    public void close() {
        tell();
        telling.cancel();
        comparing.cancel();
    }

    private void tell() {
        tellingSoon = false;
        for (String application : keeper.applications()) {
            keeper.texts(application)
                    .ifPresent(
                            texts ->
                                    send(
                                            application,
                                            texts,
                                            texts.takeDirty(),
                                            Long.MAX_VALUE,
                                            channel::broadcast));
        }
    }

    private void compare() {
        List<NodeId> others = new ArrayList<>(share.nodes());
        others.remove(share.self());
        if (!others.isEmpty()) {
            compareWith(others.get(Math.floorMod(nextToCompare++, others.size())));
        }
        comparing.set(loop.nowNs() + COMPARE_MS * MS);
    }

    private void compareWith(NodeId other) {
        for (String application : keeper.applications()) {
            keeper.texts(application)
                    .ifPresent(
                            texts ->
                                    channel.send(
                                            other,
                                            new KeptMessage.Digests(application, texts.digests())
                                                    .toBytes()));
        }
    }

    private void heard(NodeId from, KeptMessage message) {
        if (message instanceof KeptMessage.Compare) {
            compareWith(from);
        } else {
            keeper.texts(message.application()).ifPresent(texts -> heard(from, message, texts));
        }
    }

    private void heard(NodeId from, KeptMessage message, KeptTexts texts) {
        switch (message) {
            case KeptMessage.Entries some ->
                    some.entries().forEach(e -> adopt(some.application(), texts, e));
            case KeptMessage.Digests theirs -> {
                BitSet parts = texts.differing(theirs.parts());
                if (!parts.isEmpty()) {
                    String whose = theirs.application();
                    channel.send(from, new KeptMessage.Wanted(whose, parts).toBytes());
                    answer(from, whose, texts, parts);
                }
            }
            case KeptMessage.Wanted some -> answer(from, some.application(), texts, some.parts());
            case KeptMessage.Compare all -> compareWith(from);
        }
    }

    private void answer(NodeId to, String application, KeptTexts texts, BitSet parts) {
        send(application, texts, texts.keysOf(parts), MOST_AT_ONCE, body -> channel.send(to, body));
    }

    private void adopt(String application, KeptTexts texts, KeptTexts.Entry theirs) {
        Optional<String> before = Optional.ofNullable(texts.get(theirs.key()));
        if (texts.adopt(theirs)) {
            keeper.adopted(application, theirs.key(), before, theirs.text());
        }
    }

    private void send(
            String application,
            KeptTexts texts,
            List<String> keys,
            long most,
            Predicate<byte[]> way) {
        List<KeptTexts.Entry> some = new ArrayList<>();
        int length = 0;
        long all = 0;
        for (String key : keys) {
            KeptTexts.Entry entry = texts.entry(key);
            int more = KeptMessage.length(entry);
            if (more > KeptMessage.LONGEST_ENTRY || all + more > most) {
                continue;
            }
            if (length + more > MOST_IN_MESSAGE && !some.isEmpty()) {
                way.test(new KeptMessage.Entries(application, some).toBytes());
                some = new ArrayList<>();
                length = 0;
            }
            some.add(entry);
            length += more;
            all += more;
        }
        if (!some.isEmpty()) {
            way.test(new KeptMessage.Entries(application, some).toBytes());
        }
    }
}
