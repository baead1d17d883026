package io.cumulonimbus.rtmfp.relay;

import java.util.HexFormat;

/**
 * An introduction that was made, and may be relayed.
 *
 * @param asker who sent the IHello
 * @param wanted whom it named
 * @param tag what the asker's attempt is known by: unpredictable, and known to the server and the
 *     two only
 * @param listener hears what becomes of it
 */
public record RelayRequest(
        RelayParty asker, RelayParty wanted, byte[] tag, RelayListener listener) {

    /** Does not show the tag, which is what the relay is opened by. */
    @Override
    public String toString() {
        return asker + " for " + HexFormat.of().formatHex(wanted.peerId());
    }
}
