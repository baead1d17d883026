package io.cumulonimbus.origin.lua.value;

import io.cumulonimbus.amf.AmfExternal;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.amf.ExternalClass;
import io.cumulonimbus.amf.ExternalInput;
import io.cumulonimbus.amf.ExternalOutput;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.origin.lua.object.Texts;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/**
 * Externalizable objects that scripts read and write themselves, by {@code __readExternal} and
 * {@code __writeExternal}. One for each message.
 */
final class Externals implements ExternalClass {
    private static final LuaString TYPE = LuaValue.valueOf("__type");

    private final Conversions with;
    private final Values values;
    private final BiConsumer<String, LuaTable> onTyped;
    private Map<AmfExternal, LuaTable> tables = Map.of();

    Externals(Conversions with, Values values, BiConsumer<String, LuaTable> onTyped) {
        this.with = with;
        this.values = values;
        this.onTyped = onTyped;
    }

    /** The script is told of the type, and gives the table the function that reads it. */
    @Override
    public void read(AmfExternal target, ExternalInput in) throws MalformedAmfException {
        LuaTable table = new LuaTable();
        if (tables.isEmpty()) {
            tables = new IdentityHashMap<>(2);
        }
        tables.put(target, table);
        table.rawset(TYPE, Texts.toLua(target.className()));
        onTyped.accept(target.className(), table);
        if (!(table.get("__readExternal") instanceof LuaFunction f)) {
            with.log().error("no __readExternal for " + target.className());
            throw new MalformedAmfException("unknown externalizable class");
        }
        ByteReader reader = new ByteReader(with.readers(), in, values);
        try {
            f.invoke(LuaValue.varargsOf(table, reader));
        } finally {
            reader.end();
        }
    }

    @Override
    public void write(AmfExternal source, ExternalOutput out) {
        ExternalClass.RECORDED.write(source, out);
    }

    /** What the script read. */
    Optional<LuaTable> table(AmfExternal external) {
        return tables.isEmpty() ? Optional.empty() : Optional.ofNullable(tables.get(external));
    }

    /** The function with which a table writes itself, if it does. */
    static Optional<LuaFunction> writing(LuaTable table) {
        return table.rawget(TYPE) instanceof LuaString
                        && table.get("__writeExternal") instanceof LuaFunction f
                ? Optional.of(f)
                : Optional.empty();
    }

    /** Has a table write itself. */
    static void write(
            Conversions with,
            LuaTable table,
            LuaFunction writing,
            AmfExternal target,
            Function<LuaValue, AmfValue> conversion) {
        ByteWriter writer = new ByteWriter(with.writers(), target, conversion);
        try {
            writing.invoke(LuaValue.varargsOf(table, writer));
        } finally {
            writer.die();
        }
    }
}
