package io.cumulonimbus.origin.cluster.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.net.loop.Loop;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.GroupMembers;
import io.cumulonimbus.origin.cluster.Lease;
import io.cumulonimbus.origin.cluster.Leases;
import io.cumulonimbus.origin.cluster.NodeId;
import io.cumulonimbus.origin.cluster.Outcome;
import io.cumulonimbus.origin.cluster.PeerPlace;
import io.cumulonimbus.origin.cluster.StreamClaim;
import io.cumulonimbus.testkit.process.JavaProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What two members notice of a third one, in a process of its own, that is killed or stopped. */
class MemberDeathTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path folder;
    private final Loops loops = Loops.startDaemons("death", 1);
    private final Loop loop = loops.loop(0);
    private final TestMembers members = new TestMembers();
    private final AtomicInteger inGroup = new AtomicInteger();
    private Directory a;
    private Directory b;
    private JavaProgram standing;
    private String pid;

    @BeforeEach
    void start() {
        a = members.start("a");
        b = members.start("b");
        a.groups()
                .watch(
                        StandingMember.GROUP,
                        loop,
                        new GroupMembers.Listener() {
                            @Override
                            public void joined(byte[] peer, NodeId at) {
                                inGroup.incrementAndGet();
                            }

                            @Override
                            public void left(byte[] peer, NodeId at) {
                                inGroup.decrementAndGet();
                            }
                        });
        standing =
                JavaProgram.start(
                        StandingMember.class.getName(),
                        folder,
                        Map.of(),
                        members.cluster(),
                        "" + TestMembers.freePort(),
                        "" + members.seed());
        pid = standing.ready().split(" ")[1];
        until(() -> assertThat(place()).isPresent());
        until(() -> assertThat(inGroup).hasValue(1));
        until(() -> assertThat(holder()).isPresent());
    }

    @AfterEach
    void end() {
        standing.close();
        members.close();
        loops.close();
    }

    private static void until(Runnable check) {
        await().atMost(PATIENCE).untilAsserted(check::run);
    }

    private <T> Optional<T> ask(Consumer<Consumer<Outcome<T>>> question) {
        CompletableFuture<Outcome<T>> answer = new CompletableFuture<>();
        question.accept(answer::complete);
        return answer.orTimeout(60, TimeUnit.SECONDS).join().value();
    }

    private Optional<PeerPlace> place() {
        return ask(back -> a.peers().locate(StandingMember.PEER, loop, back));
    }

    private Optional<NodeId> holder() {
        return this.<Lease>ask(back -> b.leases().find(StandingMember.REALM, loop, back))
                .map(Lease::holder);
    }

    private void signal(String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
    }

    private void assertGone() {
        until(() -> assertThat(place()).isEmpty());
        until(() -> assertThat(inGroup).hasValue(0));
        assertThat(holder()).isEmpty();
    }

    @Test
    void whatAKilledOneHadGoesAndOthersTakeItsPlace() throws Exception {
        signal("KILL");
        assertGone();
        Optional<StreamClaim> claim =
                ask(back -> a.streams().claim(StandingMember.STREAM, 2, loop, back, lost -> {}));
        assertThat(claim).map(StreamClaim::owner).contains(a.self());
        Optional<Lease> lease =
                ask(back -> b.leases().acquire(StandingMember.REALM, loop, back, deaf()));
        assertThat(lease).contains(new Lease(StandingMember.REALM, 2, b.self()));
    }

    private static Leases.HolderListener deaf() {
        return new Leases.HolderListener() {
            @Override
            public void confirmed(Lease lease, long atNs) {}

            @Override
            public void lost(Lease lease) {}
        };
    }

    @Test
    void oneThatWasSilentFindsItsPlaceTakenWhenItWakes() throws Exception {
        signal("STOP");
        assertGone();
        Optional<Lease> lease =
                ask(back -> b.leases().acquire(StandingMember.REALM, loop, back, deaf()));
        assertThat(lease).map(Lease::holder).contains(b.self());
        signal("CONT");
        until(() -> assertThat(standing.output()).contains("LOST " + StandingMember.REALM));
        until(() -> assertThat(place()).isPresent());
        until(() -> assertThat(inGroup).hasValue(1));
        assertThat(holder()).contains(b.self());
        Optional<StreamClaim> claim =
                ask(back -> a.streams().claim(StandingMember.STREAM, 2, loop, back, lost -> {}));
        assertThat(claim).map(c -> c.owner().name()).contains("standing");
    }
}
