package io.cumulonimbus.rtmfp.endpoint;

import java.util.AbstractCollection;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * What has a session id of ours, by that: a hash table with linear probing, because a map would
 * make an object of the id of every datagram.
 *
 * <p>Ids are random and ours, so nobody chooses where they collide.
 */
final class IdTable<E> extends AbstractCollection<E> {
    private static final int FIRST_CAPACITY = 16;

    /** Spreads ids that have some bits in common: 2^32 divided by the golden ratio. */
    private static final int SPREAD = 0x9e3779b9;

    /** A power of two, half of it empty at least. */
    private E[] slots = array(FIRST_CAPACITY);

    private int[] ids = new int[FIRST_CAPACITY];
    private int size;

    /** What has this id, or null. */
    E get(int id) {
        return slots[slot(id)];
    }

    /** Adds an element, in place of the one that had the id. */
    void put(int id, E element) {
        if (2 * (size + 1) > slots.length) {
            resize(2 * slots.length);
        }
        int slot = slot(id);
        size += slots[slot] == null ? 1 : 0;
        slots[slot] = element;
        ids[slot] = id;
    }

    /** Removes that element; answers false when another one, or none, has the id. */
    boolean remove(int id, E element) {
        int hole = slot(id);
        if (slots[hole] != element) {
            return false;
        }
        size--;
        if (slots.length > FIRST_CAPACITY && 8 * size < slots.length) {
            slots[hole] = null;
            resize(slots.length / 2);
        } else {
            close(hole);
        }
        return true;
    }

    @Override
    public int size() {
        return size;
    }

    /** In no particular order; not to be used any more once the table changed. */
    @Override
    public Iterator<E> iterator() {
        return new Iterator<>() {
            private int at = occupied(0);

            @Override
            public boolean hasNext() {
                return at < slots.length;
            }

            @Override
            public E next() {
                if (at >= slots.length) {
                    throw new NoSuchElementException();
                }
                E element = slots[at];
                at = occupied(at + 1);
                return element;
            }
        };
    }

    private int occupied(int from) {
        int at = from;
        while (at < slots.length && slots[at] == null) {
            at++;
        }
        return at;
    }

    /** Where the id is, or would be. */
    private int slot(int id) {
        int mask = slots.length - 1;
        int at = home(id);
        while (slots[at] != null && ids[at] != id) {
            at = at + 1 & mask;
        }
        return at;
    }

    private int home(int id) {
        return id * SPREAD >>> Integer.numberOfLeadingZeros(slots.length) + 1;
    }

    /** Moves those up that would not be found behind an empty slot. */
    private void close(int removed) {
        int mask = slots.length - 1;
        int hole = removed;
        int at = hole + 1 & mask;
        while (slots[at] != null) {
            if ((at - home(ids[at]) & mask) >= (at - hole & mask)) {
                slots[hole] = slots[at];
                ids[hole] = ids[at];
                hole = at;
            }
            at = at + 1 & mask;
        }
        slots[hole] = null;
    }

    private void resize(int capacity) {
        E[] old = slots;
        int[] oldIds = ids;
        slots = array(capacity);
        ids = new int[capacity];
        for (int i = 0; i < old.length; i++) {
            if (old[i] != null) {
                int slot = slot(oldIds[i]);
                slots[slot] = old[i];
                ids[slot] = oldIds[i];
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <E> E[] array(int capacity) {
        return (E[]) new Object[capacity];
    }
}
