package io.cumulonimbus.rtmfp.session;

import java.util.Arrays;

/**
 * A heap of everything that waits for a time.
 *
 * <p>A timer that moves later, as most do with every packet, costs nothing: its owner is woken at
 * the old time, finds nothing due and is put back.
 */
public final class Deadlines {
    private Deadlined[] heap = new Deadlined[16];
    private int size;

    /** The earliest time at which anything is to be woken, or {@link Long#MAX_VALUE}. */
    public long next() {
        return size == 0 ? Long.MAX_VALUE : heap[0].wakeAt;
    }

    /** Sees that the element is woken at its deadline, or before. */
    public void update(Deadlined element) {
        long deadline = element.deadline();
        if (element.slot < 0) {
            if (deadline != Long.MAX_VALUE) {
                if (size == heap.length) {
                    heap = Arrays.copyOf(heap, size * 2);
                }
                element.wakeAt = deadline;
                siftUp(size++, element);
            }
        } else if (deadline < element.wakeAt) {
            element.wakeAt = deadline;
            siftUp(element.slot, element);
        }
    }

    /** Forgets the element. */
    public void remove(Deadlined element) {
        int slot = element.slot;
        if (slot < 0) {
            return;
        }
        element.slot = -1;
        Deadlined last = heap[--size];
        heap[size] = null;
        if (last != element) {
            siftDown(slot, last);
            if (heap[slot] == last) {
                siftUp(slot, last);
            }
        }
    }

    /** Takes the first element that is to be woken by now, or null. */
    public Deadlined poll(long nowNs) {
        if (size == 0 || heap[0].wakeAt > nowNs) {
            return null;
        }
        Deadlined first = heap[0];
        remove(first);
        return first;
    }

    private void siftUp(int from, Deadlined element) {
        int slot = from;
        while (slot > 0) {
            int parent = slot - 1 >>> 1;
            if (heap[parent].wakeAt <= element.wakeAt) {
                break;
            }
            put(slot, heap[parent]);
            slot = parent;
        }
        put(slot, element);
    }

    private void siftDown(int from, Deadlined element) {
        int slot = from;
        while (true) {
            int child = 2 * slot + 1;
            if (child + 1 < size && heap[child + 1].wakeAt < heap[child].wakeAt) {
                child++;
            }
            if (child >= size || heap[child].wakeAt >= element.wakeAt) {
                break;
            }
            put(slot, heap[child]);
            slot = child;
        }
        put(slot, element);
    }

    private void put(int slot, Deadlined element) {
        heap[slot] = element;
        element.slot = slot;
    }
}
