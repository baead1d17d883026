package io.cumulonimbus.amf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An Array: elements 0 to n-1, and members by name in the order they were put. Mutable, with
 * identity: equal to itself only.
 *
 * <p>AMF0 writes it as a strict array when it has no members, otherwise as an ECMA array in which
 * the elements are members named {@code 0}, {@code 1} and so on; reading turns those back into
 * elements as long as they come in order.
 */
public final class AmfArray implements AmfValue {
    private final boolean ecma;
    private List<AmfValue> elements = List.of();
    private Map<String, AmfValue> members = Map.of();

    private AmfArray(boolean ecma) {
        this.ecma = ecma;
    }

    /** An empty array. */
    public AmfArray() {
        this(false);
    }

    /** An empty array that AMF0 writes as an ECMA array even when it has no members. */
    public static AmfArray ecma() {
        return new AmfArray(true);
    }

    /** An array of these elements. */
    public static AmfArray of(AmfValue... elements) {
        AmfArray array = new AmfArray();
        for (AmfValue element : elements) {
            array.add(element);
        }
        return array;
    }

    /** Whether AMF0 writes it as an ECMA array. */
    public boolean isEcma() {
        return ecma || !members.isEmpty();
    }

    /** Appends an element; answers this array. */
    public AmfArray add(AmfValue element) {
        if (elements.isEmpty()) {
            elements = new ArrayList<>(4);
        }
        elements.add(element);
        return this;
    }

    /** Sets a member by name, never an element; answers this array. */
    public AmfArray put(String name, AmfValue value) {
        if (members.isEmpty()) {
            members = new LinkedHashMap<>(4);
        }
        members.put(name, value);
        return this;
    }

    /** How many elements it has, not counting members. */
    public int size() {
        return elements.size();
    }

    /** The element at {@code index}, undefined where there is none. */
    public AmfValue at(int index) {
        return index >= 0 && index < elements.size() ? elements.get(index) : UNDEFINED;
    }

    /** The member of that name, undefined where there is none. */
    public AmfValue get(String name) {
        return members.getOrDefault(name, UNDEFINED);
    }

    /** The elements, not to be modified. */
    public List<AmfValue> elements() {
        return Collections.unmodifiableList(elements);
    }

    /** The members in order, not to be modified. */
    public Map<String, AmfValue> members() {
        return Collections.unmodifiableMap(members);
    }

    @Override
    public String toString() {
        return "AmfArray[" + elements.size() + " elements, members " + members.keySet() + "]";
    }
}
