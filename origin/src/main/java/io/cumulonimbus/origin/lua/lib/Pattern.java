package io.cumulonimbus.origin.lua.lib;

import io.cumulonimbus.origin.lua.vm.Budget;
import io.cumulonimbus.origin.lua.vm.Numbers;
import io.cumulonimbus.origin.lua.vm.ScriptFault;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * A pattern (Lua 5.1 manual §5.4.1) being matched against one string. Every step is paid for, so
 * backtracking without end ends with the event's budget.
 */
final class Pattern {
    private static final String SPECIALS = "^$*+?.([%-";
    private static final int MAX_CAPTURES = 32;
    private static final int MAX_NESTING = 200;
    private static final int OPEN = -1;
    private static final int POSITION = -2;
    private static final int NO_MATCH = -1;

    private final LuaString string;
    private final Budget budget;
    private final byte[] bytes;
    private final int base;
    private final int end;
    private final byte[] p;
    private final int pEnd;
    private final int[] captureAt = new int[MAX_CAPTURES];
    private final int[] captureLength = new int[MAX_CAPTURES];
    private int captures;
    private int nesting;
    private int start;
    private int matchEnd;

    Pattern(LuaString string, LuaString pattern, Budget budget) {
        this.string = string;
        this.budget = budget;
        this.bytes = string.m_bytes;
        this.base = string.m_offset;
        this.end = string.m_length;
        this.p = new byte[pattern.m_length];
        System.arraycopy(pattern.m_bytes, pattern.m_offset, p, 0, p.length);
        this.pEnd = p.length;
    }

    /** Whether a text means anything but itself as a pattern. */
    static boolean hasSpecials(LuaString pattern) {
        for (int i = 0; i < pattern.m_length; i++) {
            if (SPECIALS.indexOf(pattern.m_bytes[pattern.m_offset + i]) >= 0) {
                return true;
            }
        }
        return false;
    }

    boolean anchored() {
        return pEnd > 0 && p[0] == '^';
    }

    /** The first match at or behind {@code from}; answers its end or -1. */
    int find(int from) {
        return anchored() ? matchAt(from) : findUnanchored(from);
    }

    int findUnanchored(int from) {
        for (int at = from; at <= end; at++) {
            int to = attempt(at, 0);
            if (to >= 0) {
                return to;
            }
        }
        return NO_MATCH;
    }

    /** A match that begins exactly there; answers its end or -1. */
    int matchAt(int from) {
        return attempt(from, anchored() ? 1 : 0);
    }

    private int attempt(int at, int from) {
        captures = 0;
        nesting = 0;
        start = at;
        matchEnd = match(at, from);
        return matchEnd;
    }

    /** Where the match begins. */
    int start() {
        return start;
    }

    /** All that matched. */
    LuaString whole() {
        budget.payForString(matchEnd - start);
        return string.substring(start, matchEnd);
    }

    /** What was captured; with no captures all that matched, if wanted. */
    Varargs captures(boolean wholeIfNone) {
        if (captures == 0) {
            return wholeIfNone ? whole() : LuaValue.NONE;
        }
        LuaValue[] values = new LuaValue[captures];
        for (int i = 0; i < captures; i++) {
            values[i] = capture(i);
        }
        return LuaValue.varargsOf(values);
    }

    private LuaValue capture(int i) {
        if (i >= captures) {
            if (i == 0) {
                return whole();
            }
            throw new ScriptFault("invalid capture index");
        }
        if (captureLength[i] == POSITION) {
            return LuaValue.valueOf(captureAt[i] + 1);
        }
        if (captureLength[i] == OPEN) {
            throw new ScriptFault("unfinished capture");
        }
        budget.payForString(captureLength[i]);
        return string.substring(captureAt[i], captureAt[i] + captureLength[i]);
    }

    /** The capture as a text. */
    LuaString text(int i) {
        return Numbers.asString(capture(i));
    }

    private int at(int index) {
        return bytes[base + index] & 0xff;
    }

    private int match(int at, int pattern) {
        if (++nesting > MAX_NESTING) {
            throw new ScriptFault("pattern too complex");
        }
        try {
            return matchRest(at, pattern);
        } finally {
            nesting--;
        }
    }

    private int matchRest(int from, int pattern) {
        int at = from;
        int pc = pattern;
        while (pc < pEnd) {
            budget.pay(1);
            if (p[pc] == '(') {
                return openCapture(at, pc);
            }
            if (p[pc] == ')') {
                return closeCapture(at, pc);
            }
            if (p[pc] == '$' && pc + 1 == pEnd) {
                return at == end ? at : NO_MATCH;
            }
            if (p[pc] == '%' && pc + 1 < pEnd && isEscape(p[pc + 1])) {
                at = escape(at, pc);
                if (at < 0) {
                    return NO_MATCH;
                }
                pc = afterEscape(pc);
                continue;
            }
            int classEnd = classEnd(pc);
            budget.pay((classEnd - pc) >> 3);
            int suffix = classEnd < pEnd ? p[classEnd] : 0;
            if (suffix == '?' || suffix == '*' || suffix == '+' || suffix == '-') {
                return repeated(at, pc, classEnd, suffix);
            }
            if (at >= end || !single(at(at), pc, classEnd)) {
                return NO_MATCH;
            }
            at++;
            pc = classEnd;
        }
        return at;
    }

    /** {@code %b}, {@code %f} and back references, which are no classes of characters. */
    private static boolean isEscape(int letter) {
        return letter == 'b' || letter == 'f' || letter >= '0' && letter <= '9';
    }

    /** Answers where to go on in the string, or -1. */
    private int escape(int at, int pc) {
        return switch (p[pc + 1]) {
            case 'b' -> balance(at, pc + 2);
            case 'f' -> frontier(at, pc + 2) ? at : NO_MATCH;
            default -> backReference(at, p[pc + 1] - '1');
        };
    }

    private int afterEscape(int pc) {
        return switch (p[pc + 1]) {
            case 'b' -> pc + 4;
            case 'f' -> classEnd(pc + 2);
            default -> pc + 2;
        };
    }

    private int repeated(int at, int pc, int classEnd, int suffix) {
        switch (suffix) {
            case '?':
                if (at < end && single(at(at), pc, classEnd)) {
                    int to = match(at + 1, classEnd + 1);
                    if (to >= 0) {
                        return to;
                    }
                }
                return match(at, classEnd + 1);
            case '-':
                return shortest(at, pc, classEnd);
            case '+':
                return at < end && single(at(at), pc, classEnd)
                        ? longest(at + 1, pc, classEnd)
                        : NO_MATCH;
            default:
                return longest(at, pc, classEnd);
        }
    }

    private int longest(int from, int pc, int classEnd) {
        int to = from;
        while (to < end && single(at(to), pc, classEnd)) {
            budget.pay(1);
            to++;
        }
        for (; to >= from; to--) {
            int result = match(to, classEnd + 1);
            if (result >= 0) {
                return result;
            }
        }
        return NO_MATCH;
    }

    private int shortest(int from, int pc, int classEnd) {
        int at = from;
        while (true) {
            int result = match(at, classEnd + 1);
            if (result >= 0) {
                return result;
            }
            if (at >= end || !single(at(at), pc, classEnd)) {
                return NO_MATCH;
            }
            at++;
        }
    }

    private int openCapture(int at, int pc) {
        if (captures >= MAX_CAPTURES) {
            throw new ScriptFault("too many captures");
        }
        boolean position = pc + 1 < pEnd && p[pc + 1] == ')';
        captureAt[captures] = at;
        captureLength[captures] = position ? POSITION : OPEN;
        captures++;
        int result = match(at, position ? pc + 2 : pc + 1);
        if (result < 0) {
            captures--;
        }
        return result;
    }

    private int closeCapture(int at, int pc) {
        int open = captures - 1;
        while (open >= 0 && captureLength[open] != OPEN) {
            open--;
        }
        if (open < 0) {
            throw new ScriptFault("invalid pattern capture");
        }
        captureLength[open] = at - captureAt[open];
        int result = match(at, pc + 1);
        if (result < 0) {
            captureLength[open] = OPEN;
        }
        return result;
    }

    private int balance(int at, int pc) {
        if (pc + 1 >= pEnd) {
            throw new ScriptFault("unbalanced pattern");
        }
        if (at >= end || bytes[base + at] != p[pc]) {
            return NO_MATCH;
        }
        int depth = 1;
        for (int i = at + 1; i < end; i++) {
            if (bytes[base + i] == p[pc + 1]) {
                if (--depth == 0) {
                    budget.pay(i - at);
                    return i + 1;
                }
            } else if (bytes[base + i] == p[pc]) {
                depth++;
            }
        }
        budget.pay(end - at);
        return NO_MATCH;
    }

    private boolean frontier(int at, int pc) {
        if (pc >= pEnd || p[pc] != '[') {
            throw new ScriptFault("missing '[' after '%f' in pattern");
        }
        int close = classEnd(pc);
        int before = at == 0 ? 0 : at(at - 1);
        int after = at < end ? at(at) : 0;
        return !inSet(before, pc, close - 1) && inSet(after, pc, close - 1);
    }

    private boolean inSet(int c, int from, int to) {
        budget.pay((to - from) >> 3);
        return CharClass.inSet(p, c, from, to);
    }

    private int backReference(int at, int index) {
        if (index < 0 || index >= captures || captureLength[index] == OPEN) {
            throw new ScriptFault("invalid capture index");
        }
        int length = Math.max(0, captureLength[index]);
        if (end - at < length) {
            return NO_MATCH;
        }
        budget.pay(length >> 3);
        for (int i = 0; i < length; i++) {
            if (bytes[base + at + i] != bytes[base + captureAt[index] + i]) {
                return NO_MATCH;
            }
        }
        return at + length;
    }

    private boolean single(int c, int pc, int classEnd) {
        return switch (p[pc]) {
            case '.' -> true;
            case '%' -> CharClass.is(c, p[pc + 1] & 0xff);
            case '[' -> inSet(c, pc, classEnd - 1);
            default -> (p[pc] & 0xff) == c;
        };
    }

    private int classEnd(int from) {
        int pc = from + 1;
        if (p[from] == '%') {
            if (pc >= pEnd) {
                throw new ScriptFault("malformed pattern (ends with '%')");
            }
            return pc + 1;
        }
        if (p[from] != '[') {
            return pc;
        }
        if (pc < pEnd && p[pc] == '^') {
            pc++;
        }
        do {
            if (pc >= pEnd) {
                throw new ScriptFault("malformed pattern (missing ']')");
            }
            if (p[pc++] == '%') {
                pc++;
            }
        } while (pc >= pEnd || p[pc] != ']');
        return pc + 1;
    }
}
