package io.cumulonimbus.origin.lua.lib;

import io.cumulonimbus.origin.lua.vm.Machine;
import io.cumulonimbus.origin.lua.vm.Operators;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;

/** Merge sort that any order function, however wrong, cannot confuse into an endless run. */
final class Sorting {
    private final Machine machine;
    private final LuaFunction before;

    /**
     * @param before the order, or null for {@code <}
     */
    Sorting(Machine machine, LuaFunction before) {
        this.machine = machine;
        this.before = before;
    }

    void sort(LuaValue[] values) {
        LuaValue[] from = values;
        LuaValue[] to = new LuaValue[values.length];
        for (int run = 1; run < values.length; run *= 2) {
            for (int start = 0; start < values.length; start += 2 * run) {
                merge(
                        from,
                        to,
                        start,
                        Math.min(start + run, values.length),
                        Math.min(start + 2 * run, values.length));
            }
            LuaValue[] swap = from;
            from = to;
            to = swap;
        }
        if (from != values) {
            System.arraycopy(from, 0, values, 0, values.length);
        }
    }

    private void merge(LuaValue[] from, LuaValue[] to, int start, int middle, int end) {
        int left = start;
        int right = middle;
        for (int at = start; at < end; at++) {
            boolean takeRight = left >= middle || right < end && isBefore(from[right], from[left]);
            to[at] = takeRight ? from[right++] : from[left++];
        }
    }

    private boolean isBefore(LuaValue x, LuaValue y) {
        machine.budget().pay(1);
        machine.budget().payToRead(x);
        return before == null ? Operators.less(x, y) : before.call(x, y).toboolean();
    }
}
