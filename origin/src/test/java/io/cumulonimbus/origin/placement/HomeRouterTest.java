package io.cumulonimbus.origin.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.link.route.RouteAnswer;
import io.cumulonimbus.link.route.RouteQuestion;
import io.cumulonimbus.link.route.Router;
import io.cumulonimbus.net.loop.Loops;
import io.cumulonimbus.origin.app.Applications;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.Lease;
import io.cumulonimbus.origin.cluster.Leases;
import io.cumulonimbus.origin.cluster.Node;
import io.cumulonimbus.origin.cluster.Outcome;
import io.cumulonimbus.origin.cluster.fabric.LocalCluster;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What edges are told when they ask where clients belong. */
class HomeRouterTest {
    private static final Leases.HolderListener QUIET =
            new Leases.HolderListener() {
                @Override
                public void confirmed(Lease lease, long atNs) {}

                @Override
                public void lost(Lease lease) {}
            };

    @TempDir Path www;
    private final Loops loops = Loops.start("test", 1);
    private final LocalCluster cluster = LocalCluster.shared();
    private Directory here;
    private Directory there;
    private Applications applications;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(www.resolve("chat/room"));
        Files.createDirectories(www.resolve("film"));
        applications =
                new Applications(
                        www,
                        List.of(loops.loop(0)),
                        (folder, root, loop) -> {
                            throw new AssertionError("nothing is opened for that");
                        });
        here = cluster.join("here", loops.loop(0));
        there = cluster.join("there", loops.loop(0));
        there.nodes()
                .announce(
                        Node.unknown(there.self())
                                .at(Optional.of(new HostPort("10.0.0.2", 1936)), Optional.empty()));
    }

    @AfterEach
    void stop() {
        there.close();
        here.close();
        applications.close();
        loops.close();
    }

    private void takes(Directory holder, String realm) throws Exception {
        CompletableFuture<Outcome<Lease>> taken = new CompletableFuture<>();
        holder.leases().acquire(realm, loops.loop(0), taken::complete, QUIET);
        assertThat(taken.get(60, TimeUnit.SECONDS).value()).isPresent();
    }

    private RouteAnswer ask(Directory directory, Protocol protocol, byte[] opening)
            throws Exception {
        Router router = HomeRouter.of(applications, directory).apply(loops.loop(0));
        CompletableFuture<RouteAnswer> answer = new CompletableFuture<>();
        loops.loop(0)
                .execute(
                        () -> router.route(new RouteQuestion(protocol, opening), answer::complete));
        return answer.get(60, TimeUnit.SECONDS);
    }

    private RouteAnswer ask(String uri) throws Exception {
        return ask(here, Protocol.RTMFP, uri.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] connect(String app) {
        AmfObject object = new AmfObject().put("app", app).put("tcUrl", "rtmp://host/" + app);
        return new Command("connect", 1, object, List.of(AmfValue.of("more")))
                .toMessage(ObjectEncoding.AMF0)
                .message()
                .toBytes();
    }

    @Test
    void aRealmAtAnotherOriginIsThere() throws Exception {
        takes(there, "chat");
        RouteAnswer expected = new RouteAnswer("10.0.0.2:1936", 1);
        assertThat(ask("rtmfp://host/chat/room?x=1")).isEqualTo(expected);
        assertThat(ask(here, Protocol.RTMPT, connect("chat/room"))).isEqualTo(expected);
    }

    @Test
    void aRealmOfOursIsHereUnderItsLease() throws Exception {
        takes(here, "chat");
        assertThat(ask("rtmfp://host/chat")).isEqualTo(new RouteAnswer("", 1));
    }

    @Test
    void whatNobodyHoldsIsWhereItIsAskedFor() throws Exception {
        takes(there, "chat");
        assertThat(ask("rtmfp://host/film")).isEqualTo(RouteAnswer.HERE);
        assertThat(ask("rtmfp://host/nothing")).isEqualTo(RouteAnswer.HERE);
        assertThat(ask("rtmfp://host/../chat/..")).isEqualTo(RouteAnswer.HERE);
        assertThat(ask(here, Protocol.RTMP, new byte[] {20, 0, 0, 0, 0, 2}))
                .isEqualTo(RouteAnswer.HERE);
        assertThat(ask(here, Protocol.RTMP, new byte[0])).isEqualTo(RouteAnswer.HERE);
    }

    @Test
    void anOriginAloneIsTheHomeOfAll() throws Exception {
        try (Directory alone = LocalCluster.alone("alone", 1, loops.loop(0))) {
            byte[] uri = "rtmfp://host/chat".getBytes(StandardCharsets.UTF_8);
            assertThat(ask(alone, Protocol.RTMFP, uri)).isEqualTo(RouteAnswer.HERE);
        }
    }
}
