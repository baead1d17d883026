package io.cumulonimbus.origin.cluster.hazelcast;

import com.hazelcast.nio.serialization.DataSerializableFactory;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;

/** Makes what members send each other, by numbers that never change. */
final class Serials implements DataSerializableFactory {
    static final int FACTORY = 1935;
    static final int SWAP = 1;
    static final int BETTER_ENTRY = 2;

    @Override
    public IdentifiedDataSerializable create(int typeId) {
        return switch (typeId) {
            case SWAP -> new Swap();
            case BETTER_ENTRY -> new BetterEntry();
            default -> throw new IllegalArgumentException("type " + typeId);
        };
    }
}
