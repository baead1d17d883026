package io.cumulonimbus.config;

import java.util.List;

/** The keys of what scripts may do, and how they become a {@link LuaConfig}. */
final class LuaKeys {
    private static final long MEGABYTE = 1 << 20;

    private static final ConfigKey<LuaConfig.Sandbox> SANDBOX =
            ConfigKey.of(
                    "lua.sandbox",
                    "strict",
                    ValueType.oneOf(LuaConfig.Sandbox.class),
                    "How far scripts are trusted: strict is for scripts of others, each event of"
                            + " which may take 1 s and allocate 64 MiB; trusted is for your own,"
                            + " with a minute for each event and as much memory as there is.");
    private static final ConfigKey<Integer> MEMORY =
            ConfigKey.of(
                    "lua.memory",
                    "256",
                    ValueType.integer("megabytes, a whole number from 1 to 65536", 1, 65_536),
                    "Megabytes that the scripts of one realm may keep in memory when lua.sandbox is"
                            + " strict; one that keeps more is started anew, without its clients. A"
                            + " realm is a folder of www with all below it, or all of www when there"
                            + " is a www/main.lua.");
    private static final ConfigKey<LuaConfig.Sockets> SOCKETS =
            ConfigKey.of(
                    "lua.sockets",
                    "on",
                    ValueType.oneOf(LuaConfig.Sockets.class),
                    "Whether scripts may open TCP and UDP sockets: loopback is only to and from the"
                            + " loopback addresses of this machine.");
    private static final ConfigKey<List<AddressRange>> UNREACHABLE =
            ConfigKey.of(
                    "lua.unreachable",
                    "169.254.0.0/16, fe80::/10",
                    ValueType.ADDRESS_RANGES,
                    "Addresses that sockets of scripts never send to. The default are link-local"
                            + " ones, where clouds tell a machine its secrets; add those of your"
                            + " private network that scripts have nothing to do with.");

    static final List<ConfigKey<?>> ALL = List.of(SANDBOX, MEMORY, SOCKETS, UNREACHABLE);

    private LuaKeys() {}

    static LuaConfig read(Settings settings) throws ConfigException {
        return new LuaConfig(
                settings.get(SANDBOX),
                settings.get(MEMORY) * MEGABYTE,
                settings.get(SOCKETS),
                settings.get(UNREACHABLE));
    }
}
