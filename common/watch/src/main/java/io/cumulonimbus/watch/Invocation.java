package io.cumulonimbus.watch;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.watch.json.ScriptCall;
import io.cumulonimbus.watch.json.UnwritableJsonException;
import java.util.List;

/**
 * What an application calls at its client, which answers nothing.
 *
 * @param name what is called
 * @param arguments of it
 */
public record Invocation(String name, List<AmfValue> arguments) {
    public Invocation {
        arguments = List.copyOf(arguments);
    }

    /**
     * The same in JSON.
     *
     * @throws UnwritableJsonException when that is too much
     */
    public byte[] toJson() throws UnwritableJsonException {
        return ScriptCall.invocation(name, arguments);
    }
}
