package io.cumulonimbus.origin.lua.value;

import io.cumulonimbus.origin.lua.object.Assignments;
import io.cumulonimbus.origin.lua.object.ObjectKind;
import io.cumulonimbus.origin.lua.object.ScriptLog;
import io.cumulonimbus.origin.lua.vm.Machine;

/**
 * What every conversion of a realm's values needs.
 *
 * @param machine pays for them
 * @param log hears what scripts did wrong
 * @param readers of objects that read themselves
 * @param writers of objects that write themselves
 */
public record Conversions(
        Machine machine,
        ScriptLog log,
        ObjectKind<ByteReader> readers,
        ObjectKind<ByteWriter> writers) {
    /** Those of a new realm. */
    public static Conversions of(ScriptLog log, Assignments assignments) {
        return new Conversions(
                log.machine(),
                log,
                ByteReader.kind(log, assignments),
                ByteWriter.kind(log, assignments));
    }
}
