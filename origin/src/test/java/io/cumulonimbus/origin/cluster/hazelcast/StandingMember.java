package io.cumulonimbus.origin.cluster.hazelcast;

import io.cumulonimbus.config.ClusterConfig;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.OriginConfig;
import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.Lease;
import io.cumulonimbus.origin.cluster.Leases;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * A member in a process of its own, which holds a peer, a stream, a realm and a group until it is
 * killed: {@code CLUSTER PORT SEED}. It says what becomes of its claims.
 */
final class StandingMember {
    static final byte[] PEER = new byte[32];
    static final byte[] GROUP = new byte[32];
    static final String STREAM = "standing";
    static final String REALM = "realm";

    private StandingMember() {}

    public static void main(String... arguments) throws Exception {
        ClusterConfig standard = OriginConfig.defaults(Path.of("").toAbsolutePath()).cluster();
        HostPort seed = new HostPort("127.0.0.1", Integer.parseInt(arguments[2]));
        ClusterConfig config =
                TestMembers.named(arguments[0], standard)
                        .on("standing", Integer.parseInt(arguments[1]), List.of(seed));
        Directory directory = HazelcastDirectory.start(config, new Random());
        Loop loop = Loops.start("standing", 1).loop(0);
        directory.peers().enter(PEER, 1);
        directory.groups().join(GROUP, PEER);
        directory
                .streams()
                .claim(
                        STREAM,
                        1,
                        loop,
                        claimed ->
                                System.out.println(
                                        "READY "
                                                + ProcessHandle.current().pid()
                                                + " "
                                                + claimed.value().orElseThrow()),
                        lost -> System.out.println("LOST " + STREAM + " to " + lost));
        directory
                .leases()
                .acquire(
                        REALM,
                        loop,
                        held -> {},
                        new Leases.HolderListener() {
                            @Override
                            public void confirmed(Lease lease, long atNs) {}

                            @Override
                            public void lost(Lease lease) {
                                System.out.println("LOST " + lease.realm());
                            }
                        });
    }
}
