package io.cumulonimbus.net.limits;

import io.cumulonimbus.net.loop.Loop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Who may have how much: clients of one address together, and clients of one account. Addresses of
 * IPv6 are one when their first 64 bits are the same, which is what a household has. Any thread.
 */
public final class Limits {
    /** Nobody is limited. */
    public static final Limits NONE = new Limits(Quota.NONE, Quota.NONE, () -> 0);

    private static final int NETWORK_BYTES = 8;

    private final Usages addresses;
    private final Usages accounts;
    private final LongSupplier clockNs;
    private volatile boolean told;
    private final Map<LimitScope, Map<LimitKind, LongAdder>> refused =
            new EnumMap<>(LimitScope.class);

    /**
     * @param clockNs of any thread, in nanoseconds
     */
    public Limits(Quota perAddress, Quota perAccount, LongSupplier clockNs) {
        this.addresses = new Usages(perAddress, clockNs);
        this.accounts = new Usages(perAccount, clockNs);
        this.clockNs = clockNs;
        for (LimitScope scope : LimitScope.values()) {
            Map<LimitKind, LongAdder> kinds = new EnumMap<>(LimitKind.class);
            for (LimitKind kind : LimitKind.values()) {
                kinds.put(kind, new LongAdder());
            }
            refused.put(scope, kinds);
        }
    }

    /** Whether one more handshake of this address is not too many; counts it then. */
    public boolean admits(InetAddress address) {
        boolean may =
                addresses.quota().handshakes() == 0 || addresses.shakesHands(network(address));
        if (!may) {
            count(LimitScope.ADDRESS, LimitKind.HANDSHAKES);
        }
        return may;
    }

    /** Those who are banned, and those who come too often; asked once for each that comes. */
    public Predicate<InetAddress> refusing(Predicate<InetAddress> banned) {
        return address -> banned.test(address) || !admits(address);
    }

    /** What a client that came has, as long as it is here; the loop is its own. */
    public Allowance allowance(InetSocketAddress address, Loop loop) {
        return new Allowance(this, address, loop);
    }

    /** How often somebody had to go without, or wait. */
    public long refused(LimitScope scope, LimitKind kind) {
        return refused.get(scope).get(kind).sum();
    }

    void count(LimitScope scope, LimitKind kind) {
        refused.get(scope).get(kind).increment();
    }

    long nowNs() {
        return clockNs.getAsLong();
    }

    Optional<Share> share(LimitScope scope, long key, boolean must) {
        Usages usages = scope == LimitScope.ADDRESS ? addresses : accounts;
        if (usages.quota().isNothing()) {
            return Optional.of(Share.UNLIMITED);
        }
        Optional<Share> share =
                usages.enter(key, must).map(u -> new Share(u, () -> usages.leave(key)));
        if (share.isEmpty()) {
            count(scope, LimitKind.CONNECTIONS);
        }
        return share;
    }

    /** What one client has of what an address or account may have. */
    record Share(Usage usage, Runnable end) {
        static final Share UNLIMITED =
                new Share(new Usage(Quota.NONE, 0, new Elsewhere(), 0), () -> {});
    }

    /** What others have to know of what is had here since this was asked last, as bytes. */
    public Optional<byte[]> report(int servers) {
        LimitReport report = new LimitReport(addresses.much(servers), accounts.much(servers));
        boolean news = !report.isNothing() || told;
        told = !report.isNothing();
        return news ? Optional.of(report.toBytes()) : Optional.empty();
    }

    /** Another server has told this; nothing at all when it is gone. */
    public void told(String server, byte[] report) {
        LimitReport much = report.length == 0 ? LimitReport.NOTHING : LimitReport.of(report);
        addresses.told(server, much.addresses());
        accounts.told(server, much.accounts());
    }

    /** Whether anybody is limited. */
    public boolean isNothing() {
        return addresses.quota().isNothing() && accounts.quota().isNothing();
    }

    /** What stands for an address, at every server the same. */
    static long network(InetSocketAddress at) {
        return at.getAddress() == null ? named(at.getHostString()) : network(at.getAddress());
    }

    /** The same: the first 64 bits of IPv6, where nobody has the numbers that IPv4 has. */
    static long network(InetAddress address) {
        byte[] bytes = address.getAddress();
        ByteBuffer read = ByteBuffer.wrap(bytes);
        return bytes.length > NETWORK_BYTES ? read.getLong() : read.getInt() & 0xffff_ffffL;
    }

    /** What stands for a name, which strangers may choose, at every server the same. */
    static long named(String name) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] hash = digest.digest(name.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Addresses that something is known of. */
    int addresses() {
        return addresses.size();
    }
}
