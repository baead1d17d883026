package io.cumulonimbus.rtmfp.flow;

import io.cumulonimbus.rtmfp.chunk.Sequenced;
import java.util.Arrays;

/**
 * A double-ended queue in ascending order of unsigned sequence numbers, each number at most once.
 *
 * <p>Both ends cost O(1); inserting or removing inside moves the shorter side.
 */
final class SequenceDeque<E extends Sequenced> {
    private static final int FIRST_CAPACITY = 8;

    /** An emptied array longer than this is given back, so that idle flows stay small. */
    private static final int KEPT_CAPACITY = 64;

    private static final Object[] NOTHING = {};

    private Object[] ring = NOTHING;
    private int head;
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    @SuppressWarnings("unchecked")
    E get(int index) {
        return (E) ring[head + index & ring.length - 1];
    }

    E first() {
        return get(0);
    }

    E last() {
        return get(size - 1);
    }

    /** Appends; the number must be above the last one's. */
    void addLast(E element) {
        grow();
        put(size++, element);
    }

    /** Inserts at the element's place; answers false when its number is there already. */
    boolean insert(E element) {
        int index = indexAtLeast(element.sequenceNumber());
        if (index < size && get(index).sequenceNumber() == element.sequenceNumber()) {
            return false;
        }
        grow();
        if (index < size / 2) {
            head = head - 1 & ring.length - 1;
            size++;
            for (int i = 0; i < index; i++) {
                put(i, get(i + 1));
            }
        } else {
            for (int i = size++; i > index; i--) {
                put(i, get(i - 1));
            }
        }
        put(index, element);
        return true;
    }

    /** The index of the first element whose number is not below, or {@link #size()}. */
    int indexAtLeast(long sequenceNumber) {
        if (size == 0 || Long.compareUnsigned(last().sequenceNumber(), sequenceNumber) < 0) {
            return size;
        }
        int low = 0;
        int high = size - 1;
        while (low < high) {
            int middle = low + high >>> 1;
            if (Long.compareUnsigned(get(middle).sequenceNumber(), sequenceNumber) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    void removeFirst() {
        put(0, null);
        head = head + 1 & ring.length - 1;
        size--;
        shrink();
    }

    /** Removes the elements from index {@code from} up to, not including, {@code to}. */
    void remove(int from, int to) {
        int gone = to - from;
        if (from <= size - to) {
            for (int i = from - 1; i >= 0; i--) {
                put(i + gone, get(i));
            }
            for (int i = 0; i < gone; i++) {
                put(i, null);
            }
            head = head + gone & Math.max(0, ring.length - 1);
        } else {
            for (int i = to; i < size; i++) {
                put(i - gone, get(i));
            }
            for (int i = size - gone; i < size; i++) {
                put(i, null);
            }
        }
        size -= gone;
        shrink();
    }

    void clear() {
        ring = NOTHING;
        head = 0;
        size = 0;
    }

    private void put(int index, E element) {
        ring[head + index & ring.length - 1] = element;
    }

    private void grow() {
        if (size < ring.length) {
            return;
        }
        Object[] larger = new Object[Math.max(FIRST_CAPACITY, ring.length * 2)];
        int untilEnd = ring.length - head;
        System.arraycopy(ring, head, larger, 0, untilEnd);
        System.arraycopy(ring, 0, larger, untilEnd, head);
        ring = larger;
        head = 0;
    }

    private void shrink() {
        if (size == 0) {
            head = 0;
            if (ring.length > KEPT_CAPACITY) {
                ring = NOTHING;
            }
        }
    }

    @Override
    public String toString() {
        return Arrays.toString(ring);
    }
}
