package io.cumulonimbus.origin;

import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.config.RendezvousConfig;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.origin.access.GuardedRealms;
import io.cumulonimbus.origin.app.Applications;
import io.cumulonimbus.origin.app.Services;
import io.cumulonimbus.origin.lua.LuaRealms;
import io.cumulonimbus.origin.lua.LuaSettings;
import io.cumulonimbus.origin.rendezvous.service.MeetingPlaces;
import java.util.stream.IntStream;

/** Makes the applications of an origin as they are configured. */
final class ScriptedApplications {
    private ScriptedApplications() {}

    /**
     * Applications below {@code www}.
     *
     * @param realms one or more of them to each
     */
    static Applications of(OriginConfig config, Loops realms, Services services) {
        String publicAddress = config.publicAddress().map(HostPort::toString).orElse("");
        LuaSettings lua =
                new LuaSettings(config.configs(), publicAddress)
                        .withLimits(ScriptLimits.of(config.lua()))
                        .withData(config.www().resolveSibling("data"));
        RendezvousConfig rendezvous = config.peers().rendezvous();
        return new Applications(
                config.www(),
                IntStream.range(0, realms.size()).mapToObj(realms::loop).toList(),
                GuardedRealms.of(
                        config.access(),
                        new MeetingPlaces(rendezvous.keys(), new LuaRealms(lua, services))),
                rendezvous.enabled());
    }
}
