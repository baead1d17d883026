package io.cumulonimbus.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.cumulonimbus.client.Client;
import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import io.cumulonimbus.config.EdgeConfig;
import io.cumulonimbus.config.HostPort;
import io.cumulonimbus.config.Secret;
import io.cumulonimbus.link.route.RouteAnswer;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where clients go whose home moves: an edge linked with one origin, and three more as homes. */
class GuestTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final byte[] KEY_FRAME = {0x17, 1, 0, 0, 0};

    @TempDir Path folder;

    private final AtomicInteger questions = new AtomicInteger();
    private volatile RouteAnswer answer = RouteAnswer.HERE;
    private OriginStandIn linked;
    private OriginStandIn ann;
    private OriginStandIn ben;
    private OriginStandIn cat;
    private Edge edge;
    private Visitor visitor;

    @BeforeEach
    void start() throws IOException {
        linked =
                new OriginStandIn(
                        "secret",
                        0,
                        (question, answered) -> {
                            questions.incrementAndGet();
                            answered.accept(answer);
                        });
        ann = new OriginStandIn("secret");
        ben = new OriginStandIn("secret");
        cat = new OriginStandIn("secret");
        answer = ann.home();
        edge =
                Edge.start(
                        EdgeConfig.defaults(folder, Secret.of("secret"))
                                .listeningOn(InetAddress.getLoopbackAddress(), 0)
                                .linkedTo(new HostPort("127.0.0.1", linked.port())));
        visitor = new Visitor("rtmfp://127.0.0.1/app", edge.rtmfpAddress());
    }

    @AfterEach
    void stop() {
        visitor.close();
        edge.close();
        linked.close();
        ann.close();
        ben.close();
        cat.close();
    }

    @Test
    void whoPublishesGoesWithoutAQuestionWhereItWasAboutToBelong() {
        say(FlowMetadata.network(1), MessageType.VIDEO);
        benIsTheNextHome();
        await().atMost(PATIENCE).until(() -> questions.get() == 1);
        moveFrom(ann);
        awaitAt(ben);
        assertThat(questions).hasValue(1);
        assertThat(visitor.closed).isNotDone();
    }

    @Test
    void whoDoesNotPublishAsksWhenItGoes() {
        say(FlowMetadata.sequence(1), MessageType.COMMAND);
        benIsTheNextHome();
        moveFrom(ann);
        awaitAt(ben);
        assertThat(questions).hasValue(1);
    }

    @Test
    void whoWasSentToTheWrongHomeIsAskedAboutThere() {
        say(FlowMetadata.network(1), MessageType.VIDEO);
        benIsTheNextHome();
        await().atMost(PATIENCE).until(() -> questions.get() == 1);
        answer = cat.home();
        moveFrom(ann);
        awaitAt(ben);
        moveFrom(ben);
        awaitAt(cat);
        assertThat(visitor.closed).isNotDone();
    }

    /** Says something on a flow, and waits until the home has answered with the same. */
    private void say(FlowMetadata flow, int type) {
        Client client = visitor.opened.join();
        FlowSpec spec = new FlowSpec(flow.toBytes(), Optional.empty(), Priority.DATA);
        visitor.onLoop(
                () ->
                        client.openFlow(spec, SinkListener.NONE)
                                .write(TcMessage.of(type, 0, KEY_FRAME).message(), Deadline.NONE));
        await().atMost(PATIENCE).until(() -> !visitor.answers.isEmpty());
        assertThat(ann.echoes).hasSize(1);
    }

    private void benIsTheNextHome() {
        questions.set(0);
        answer = ben.home();
        ann.expect(answer);
    }

    private static void moveFrom(OriginStandIn home) {
        Client client = home.echoes.get(0).client;
        home.onLoop(
                () -> {
                    client.checkpoint(0, new byte[] {1});
                    client.moveElsewhere();
                });
    }

    private static void awaitAt(OriginStandIn home) {
        await().atMost(PATIENCE).until(() -> home.echoes.size() == 1);
    }
}
