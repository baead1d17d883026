package io.cumulonimbus.amf;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The externalizable classes that are known, by registered alias. Immutable.
 *
 * <p>Nothing tells where an instance of an unknown one ends, so a message with one is malformed.
 */
public final class ExternalClasses {
    /** Flex' collections and proxies, which are one value each. */
    public static final ExternalClasses FLEX =
            new ExternalClasses(
                    Map.of(
                            "flex.messaging.io.ArrayCollection", ExternalClass.ONE_VALUE,
                            "flex.messaging.io.ArrayList", ExternalClass.ONE_VALUE,
                            "flex.messaging.io.ObjectProxy", ExternalClass.ONE_VALUE,
                            "flex.messaging.io.SerializationProxy", ExternalClass.ONE_VALUE,
                            "mx.collections.ArrayCollection", ExternalClass.ONE_VALUE,
                            "mx.collections.ArrayList", ExternalClass.ONE_VALUE,
                            "mx.utils.ObjectProxy", ExternalClass.ONE_VALUE));

    private final Map<String, ExternalClass> byName;

    private ExternalClasses(Map<String, ExternalClass> byName) {
        this.byName = Map.copyOf(byName);
    }

    /** These classes and one more, which replaces one of the same name. */
    public ExternalClasses with(String className, ExternalClass known) {
        Map<String, ExternalClass> more = new HashMap<>(byName);
        more.put(className, known);
        return new ExternalClasses(more);
    }

    /** How to read and write the class registered as {@code className}. */
    public Optional<ExternalClass> find(String className) {
        return Optional.ofNullable(byName.get(className));
    }
}
