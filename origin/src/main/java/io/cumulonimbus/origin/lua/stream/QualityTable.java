package io.cumulonimbus.origin.lua.stream;

import io.cumulonimbus.origin.app.StreamQuality;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** {@code audioQOS} and {@code videoQOS}: figures at the moment of asking. */
public final class QualityTable {
    private QualityTable() {}

    public static LuaTable of(StreamQuality quality) {
        LuaTable t = new LuaTable();
        t.rawset("lostRate", LuaValue.valueOf(quality.lostRate()));
        t.rawset("byteRate", LuaValue.valueOf(quality.byteRate()));
        t.rawset("congestionRate", LuaValue.valueOf(quality.congestionRate()));
        t.rawset("latency", LuaValue.valueOf(quality.latencyMs()));
        t.rawset("droppedFrames", LuaValue.valueOf((double) quality.droppedFrames()));
        return t;
    }
}
