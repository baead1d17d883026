package io.cumulonimbus.amf;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Comparison of values by what they hold rather than by identity. Survives cycles and any depth;
 * the order of members counts.
 */
public final class AmfStructure {
    private final Deque<Pair> pending = new ArrayDeque<>();
    private final Set<Pair> assumed = new HashSet<>();

    private record Pair(AmfValue left, AmfValue right) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Pair p && left == p.left && right == p.right;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(left) + System.identityHashCode(right);
        }
    }

    private AmfStructure() {}

    /** Whether both hold the same, all the way down. */
    public static boolean same(AmfValue left, AmfValue right) {
        return new AmfStructure().compare(left, right);
    }

    /** Whether both hold the same, one by one. */
    public static boolean same(List<AmfValue> left, List<AmfValue> right) {
        return same(
                AmfArray.of(left.toArray(AmfValue[]::new)),
                AmfArray.of(right.toArray(AmfValue[]::new)));
    }

    private boolean compare(AmfValue left, AmfValue right) {
        pending.add(new Pair(left, right));
        while (!pending.isEmpty()) {
            Pair next = pending.removeLast();
            // A pair met again is assumed the same: it is being compared already.
            if (assumed.add(next) && !sameHere(next.left, next.right)) {
                return false;
            }
        }
        return true;
    }

    private boolean sameHere(AmfValue left, AmfValue right) {
        return switch (left) {
            case AmfArray l ->
                    right instanceof AmfArray r
                            && later(l.elements(), r.elements())
                            && later(l.members(), r.members());
            case AmfObject l ->
                    right instanceof AmfObject r
                            && l.traits().equals(r.traits())
                            && later(l.members(), r.members());
            case AmfExternal l ->
                    right instanceof AmfExternal r
                            && l.className().equals(r.className())
                            && later(l.parts(), r.parts());
            case AmfDictionary l ->
                    right instanceof AmfDictionary r
                            && l.weakKeys() == r.weakKeys()
                            && later(flat(l), flat(r));
            case AmfVector.OfObject l ->
                    right instanceof AmfVector.OfObject r
                            && l.fixed() == r.fixed()
                            && l.typeName().equals(r.typeName())
                            && later(l.values(), r.values());
            default -> left.equals(right);
        };
    }

    private static List<AmfValue> flat(AmfDictionary dictionary) {
        List<AmfValue> all = new ArrayList<>();
        dictionary.entries().forEach(e -> all.addAll(List.of(e.key(), e.value())));
        return all;
    }

    private boolean later(Map<String, AmfValue> left, Map<String, AmfValue> right) {
        return List.copyOf(left.keySet()).equals(List.copyOf(right.keySet()))
                && later(List.copyOf(left.values()), List.copyOf(right.values()));
    }

    private boolean later(List<AmfValue> left, List<AmfValue> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            pending.add(new Pair(left.get(i), right.get(i)));
        }
        return true;
    }
}
