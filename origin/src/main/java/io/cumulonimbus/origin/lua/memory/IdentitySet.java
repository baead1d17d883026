package io.cumulonimbus.origin.lua.memory;

/** Objects that were seen, told apart by what they are rather than by what they equal. */
final class IdentitySet {
    private Object[] slots = new Object[1024];
    private int size;

    /** Adds an object; answers whether it was new. */
    boolean add(Object object) {
        int mask = slots.length - 1;
        int at = spread(object) & mask;
        while (slots[at] != null) {
            if (slots[at] == object) {
                return false;
            }
            at = at + 1 & mask;
        }
        slots[at] = object;
        if (++size * 2 > slots.length) {
            grow();
        }
        return true;
    }

    private void grow() {
        Object[] old = slots;
        slots = new Object[old.length * 2];
        int mask = slots.length - 1;
        for (Object object : old) {
            if (object != null) {
                int at = spread(object) & mask;
                while (slots[at] != null) {
                    at = at + 1 & mask;
                }
                slots[at] = object;
            }
        }
    }

    private static int spread(Object object) {
        int hash = System.identityHashCode(object);
        return hash ^ hash >>> 15;
    }
}
