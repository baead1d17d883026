package io.cumulonimbus.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.net.loop.Transport;
import io.cumulonimbus.origin.rendezvous.IdentityStatistics;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmp.message.Command;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Clients that come again, from other addresses and so to other shards, over real sockets: where
 * each shard has its own, where one has the socket of all, and behind an edge.
 */
@ParameterizedClass
@MethodSource("entrances")
class OverrideTest {
    private static final int SHARDS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final InetSocketAddress ANY =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final String SCRIPT =
            """
            function onConnection(client)
                function client:count() return cumulus.clients.count end
            end
            """;

    /** Of the origin's own entrance; none when there is an edge before it. */
    @Parameter Optional<Transport> transport;

    @TempDir Path home;
    private final SecureRandom random = new SecureRandom();
    private final List<Guest> guests = new ArrayList<>();
    private Entrance entrance;
    private Origin origin;

    static Stream<Optional<Transport>> entrances() {
        Stream<Transport> transports =
                Stream.of(Transport.values())
                        .filter(t -> t != Transport.EPOLL || Transport.whyNotEpoll().isEmpty());
        return Stream.concat(transports.map(Optional::of), Stream.of(Optional.empty()));
    }

    @BeforeEach
    void start() throws Exception {
        Path live = Files.createDirectories(home.resolve("www/live"));
        Files.writeString(live.resolve("main.lua"), SCRIPT);
        entrance =
                transport.isPresent()
                        ? Entrance.direct(home, SHARDS, transport.get())
                        : Entrance.throughAnEdge(home, SHARDS);
        origin = entrance.origin;
    }

    @AfterEach
    void stop() {
        guests.forEach(Guest::close);
        entrance.close();
    }

    private Guest guest(Identity identity) {
        Guest guest = new Guest(identity, ANY, entrance.address());
        guests.add(guest);
        return guest;
    }

    private static void assertConnected(Command answer) {
        assertThat(answer.name()).isEqualTo("_result");
    }

    /** How many shards have a session at this moment. */
    private long shardsInUse() {
        return entrance.shards().stream().filter(shard -> shard.sessions() > 0).count();
    }

    @Test
    void anOwnerThatComesAgainHasOneConnection() throws Exception {
        Identity owner = Identity.client(random);
        Guest newest = guest(owner);
        assertConnected(newest.connect());
        Guest witness = guest(Identity.client(random));
        assertConnected(witness.connect());
        int times = 7; // of eight ports, all on one shard of four would be a miracle
        for (int i = 0; i < times; i++) {
            Guest before = newest;
            newest = guest(owner);
            assertConnected(newest.connect());
            await().atMost(PATIENCE).until(before.closed::isDone);
            assertThat(witness.call("count").argument(0)).isEqualTo(AmfValue.of(2));
        }
        assertThat(newest.closed).isNotDone();
        assertThat(origin.identities()).isEqualTo(new IdentityStatistics(2, times, 0));
    }

    @Test
    void ownersThatComeAgainAllAtOnceHaveOneConnectionEach() throws Exception {
        List<Identity> owners = Stream.generate(() -> Identity.client(random)).limit(6).toList();
        for (Identity owner : owners) {
            assertConnected(guest(owner).connect());
        }
        assertThat(shardsInUse()).isGreaterThan(1);
        for (Identity owner : owners) {
            guest(owner);
        }
        List<Guest> again = List.copyOf(guests.subList(owners.size(), 2 * owners.size()));
        for (Guest guest : again) {
            assertConnected(guest.connect());
        }
        assertThat(again.get(0).call("count").argument(0)).isEqualTo(AmfValue.of(6));
        assertThat(guests.subList(0, owners.size()))
                .allSatisfy(old -> await().atMost(PATIENCE).until(old.closed::isDone));
    }

    @Test
    void aCopyOfACertificateDoesNotDriveOutALivingClient() throws Exception {
        Identity anybodys = Identity.server(random); // no static keys: who has it, has it
        Guest first = guest(anybodys);
        assertConnected(first.connect());
        Guest copy = guest(anybodys);
        assertThat(copy.connect().name()).isEqualTo("_error");

        assertThat(first.closed).isNotDone();
        assertThat(first.call("count").argument(0)).isEqualTo(AmfValue.of(1));
        assertThat(origin.identities()).isEqualTo(new IdentityStatistics(1, 0, 1));
    }

    @Test
    void aClientThatVanishedIsReplacedWithinSeconds() throws Exception {
        Identity anybodys = Identity.server(random);
        Guest first = guest(anybodys);
        assertConnected(first.connect());
        first.vanish();
        Guest again = guest(anybodys);

        assertConnected(again.connect());
        assertThat(again.call("count").argument(0)).isEqualTo(AmfValue.of(1));
        assertThat(origin.identities()).isEqualTo(new IdentityStatistics(1, 0, 0));
    }
}
