package io.cumulonimbus.origin.lua.host;

import io.cumulonimbus.origin.lua.vm.ScriptFault;

/**
 * How much scripts of one realm may ask of threads that are everybody's: those that list streams,
 * groups and shared objects. So much at once, and as much again each second.
 */
public final class Disturbance {
    /** Of a publication, or a member of a group. */
    public static final int ENTRY = 10;

    /** Of something said of a shared object. */
    public static final int WORD = 2;

    /** Of something asked of the cluster, or told to it. */
    public static final int QUESTION = 4;

    /** Of a banned address. */
    public static final int BAN = 100;

    private static final double MOST = 20_000;
    private static final double PER_NS = 20_000 / 1e9;

    private double left = MOST;
    private long lastNs;
    private boolean begun;

    /**
     * Takes so much of it.
     *
     * @throws ScriptFault when there is not so much left
     */
    public void take(int amount, long nowNs) {
        if (begun) {
            left = Math.min(MOST, left + Math.max(0, nowNs - lastNs) * PER_NS);
        }
        begun = true;
        lastNs = nowNs;
        if (left < amount) {
            throw new ScriptFault("too much asked of the server in a short time");
        }
        left -= amount;
    }
}
