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
    private final Optional<ExternalClass> others;

    private ExternalClasses(Map<String, ExternalClass> byName) {
        this(byName, Optional.empty());
    }

    private ExternalClasses(Map<String, ExternalClass> byName, Optional<ExternalClass> others) {
        this.byName = Map.copyOf(byName);
        this.others = others;
    }

    /** These classes, and {@code known} for all that are not among them. */
    public ExternalClasses otherwise(ExternalClass known) {
        return new ExternalClasses(byName, Optional.of(known));
    }

    /** These classes and one more, which replaces one of the same name. */
    public ExternalClasses with(String className, ExternalClass known) {
        Map<String, ExternalClass> more = new HashMap<>(byName);
        more.put(className, known);
        return new ExternalClasses(more, others);
    }

    /** How to read and write the class registered as {@code className}. */
    public Optional<ExternalClass> find(String className) {
        return Optional.ofNullable(byName.get(className)).or(() -> others);
    }
}
