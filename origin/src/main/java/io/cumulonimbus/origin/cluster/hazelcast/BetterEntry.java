package io.cumulonimbus.origin.cluster.hazelcast;

import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import com.hazelcast.spi.merge.MergingValue;
import com.hazelcast.spi.merge.SplitBrainMergePolicy;
import java.util.Arrays;

/**
 * Which of two entries stays when parts of a cluster become one again: the greater one as unsigned
 * bytes, which of leases and locks is the later one. The same at every member.
 */
public final class BetterEntry
        implements SplitBrainMergePolicy<byte[], MergingValue<byte[]>, byte[]>,
                IdentifiedDataSerializable {
    @Override
    public byte[] merge(MergingValue<byte[]> merging, MergingValue<byte[]> existing) {
        byte[] one = merging.getDeserializedValue();
        byte[] other = existing == null ? null : existing.getDeserializedValue();
        return other == null || Arrays.compareUnsigned(one, other) > 0 ? one : other;
    }

    @Override
    public int getFactoryId() {
        return Serials.FACTORY;
    }

    @Override
    public int getClassId() {
        return Serials.BETTER_ENTRY;
    }

    @Override
    public void writeData(ObjectDataOutput out) {
        // it has no state
    }

    @Override
    public void readData(ObjectDataInput in) {
        // it has no state
    }
}
