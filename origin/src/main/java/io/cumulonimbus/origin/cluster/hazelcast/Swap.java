package io.cumulonimbus.origin.cluster.hazelcast;

import com.hazelcast.map.EntryProcessor;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.IdentifiedDataSerializable;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;

/**
 * Compare and set, run where the entry is kept; answers what was there before, or null. Absent
 * values are null, as Hazelcast has it.
 */
final class Swap implements EntryProcessor<byte[], byte[], byte[]>, IdentifiedDataSerializable {
    private static final long serialVersionUID = 1;

    private byte[] expected;
    private byte[] next;

    /** To be read. */
    Swap() {}

    Swap(byte[] expected, byte[] next) {
        this.expected = expected;
        this.next = next;
    }

    @Override
    public byte[] process(Map.Entry<byte[], byte[]> entry) {
        byte[] before = entry.getValue();
        if (Arrays.equals(before, expected)) {
            entry.setValue(next);
        }
        return before;
    }

    @Override
    public int getFactoryId() {
        return Serials.FACTORY;
    }

    @Override
    public int getClassId() {
        return Serials.SWAP;
    }

    @Override
    public void writeData(ObjectDataOutput out) throws IOException {
        out.writeByteArray(expected);
        out.writeByteArray(next);
    }

    @Override
    public void readData(ObjectDataInput in) throws IOException {
        expected = in.readByteArray();
        next = in.readByteArray();
    }
}
