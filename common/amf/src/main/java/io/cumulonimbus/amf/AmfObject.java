package io.cumulonimbus.amf;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An object: members by name in the order they were put, and the traits of its class. Mutable, with
 * identity: equal to itself only.
 */
public final class AmfObject implements AmfValue {
    private final AmfTraits traits;
    private Map<String, AmfValue> members = Map.of();

    /** An object of a class with these traits, without members yet. */
    public AmfObject(AmfTraits traits) {
        this.traits = traits;
    }

    /** An anonymous object. */
    public AmfObject() {
        this(AmfTraits.ANONYMOUS);
    }

    /** An object of the class registered as {@code className}, all of its members dynamic. */
    public static AmfObject typed(String className) {
        return new AmfObject(new AmfTraits(className, AmfTraits.ANONYMOUS.sealedNames(), true));
    }

    /** What AMF3 says of its class. */
    public AmfTraits traits() {
        return traits;
    }

    /** The registered alias of its class; empty for an anonymous object. */
    public String className() {
        return traits.className();
    }

    /** Sets a member; answers this object. */
    public AmfObject put(String name, AmfValue value) {
        if (members.isEmpty()) {
            members = new LinkedHashMap<>(4);
        }
        members.put(name, value);
        return this;
    }

    /** Sets a member to a text; answers this object. */
    public AmfObject put(String name, String value) {
        return put(name, AmfValue.of(value));
    }

    /** Sets a member to a number; answers this object. */
    public AmfObject put(String name, double value) {
        return put(name, AmfValue.of(value));
    }

    /** Sets a member to a truth value; answers this object. */
    public AmfObject put(String name, boolean value) {
        return put(name, AmfValue.of(value));
    }

    /** The member of that name, undefined where there is none. */
    public AmfValue get(String name) {
        return members.getOrDefault(name, UNDEFINED);
    }

    /** Whether there is a member of that name. */
    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** The members in order, not to be modified. */
    public Map<String, AmfValue> members() {
        return Collections.unmodifiableMap(members);
    }

    /** Names the class and the members, not their values: an object may contain itself. */
    @Override
    public String toString() {
        return "AmfObject[" + traits.className() + " " + members.keySet() + "]";
    }
}
