package io.cumulonimbus.amf;

import java.util.List;

/**
 * What AMF3 says of an object's class (AMF3 §3.12).
 *
 * @param className the registered alias; empty for anonymous objects
 * @param sealedNames the members that every instance has, in order
 * @param dynamic whether instances may have more members
 */
public record AmfTraits(String className, List<String> sealedNames, boolean dynamic) {
    /** Anonymous objects: no class, no sealed members, dynamic. */
    public static final AmfTraits ANONYMOUS = new AmfTraits("", List.of(), true);

    public AmfTraits {
        sealedNames = List.copyOf(sealedNames);
    }
}
