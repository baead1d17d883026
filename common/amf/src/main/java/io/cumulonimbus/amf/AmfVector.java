package io.cumulonimbus.amf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** An AMF3 Vector (AMF3 §3.15). Nobody writes to the arrays after they were handed over. */
public sealed interface AmfVector extends AmfValue {
    /** Whether its length is fixed in ActionScript. */
    boolean fixed();

    /** How many elements it has. */
    int size();

    /** The element at {@code index}; an int or uint comes as an AMF3 integer where it fits. */
    AmfValue at(int index);

    /** {@code Vector.<int>}. */
    record OfInt(int[] values, boolean fixed) implements AmfVector {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public AmfValue at(int index) {
            return AmfInteger.orNumber(values[index]);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof OfInt v && fixed == v.fixed && Arrays.equals(values, v.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }

    /** {@code Vector.<uint>}; the ints are to be read as unsigned. */
    record OfUInt(int[] values, boolean fixed) implements AmfVector {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public AmfValue at(int index) {
            return AmfInteger.orNumber(Integer.toUnsignedLong(values[index]));
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof OfUInt v && fixed == v.fixed && Arrays.equals(values, v.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }

    /** {@code Vector.<Number>}. */
    record OfDouble(double[] values, boolean fixed) implements AmfVector {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public AmfValue at(int index) {
            return new AmfNumber(values[index]);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof OfDouble v
                    && fixed == v.fixed
                    && Arrays.equals(values, v.values);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(values);
        }
    }

    /** A Vector of any other base type; mutable, with identity. */
    final class OfObject implements AmfVector {
        private final String typeName;
        private final boolean fixed;
        private List<AmfValue> values = List.of();

        /**
         * An empty vector.
         *
         * @param typeName the base type's name; {@code *} for any
         */
        public OfObject(String typeName, boolean fixed) {
            this.typeName = typeName;
            this.fixed = fixed;
        }

        /** The base type's name; {@code *} for any. */
        public String typeName() {
            return typeName;
        }

        /** Appends an element; answers this vector. */
        public OfObject add(AmfValue value) {
            if (values.isEmpty()) {
                values = new ArrayList<>(4);
            }
            values.add(value);
            return this;
        }

        /** The elements, not to be modified. */
        public List<AmfValue> values() {
            return Collections.unmodifiableList(values);
        }

        @Override
        public boolean fixed() {
            return fixed;
        }

        @Override
        public int size() {
            return values.size();
        }

        @Override
        public AmfValue at(int index) {
            return values.get(index);
        }

        @Override
        public String toString() {
            return "Vector.<" + typeName + ">[" + values.size() + "]";
        }
    }
}
