package io.cumulonimbus.origin.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfByteArray;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.origin.app.CallAnswer;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.tc.FlowMetadata;
import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.testkit.Mutator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Way.class)
class HostileClientTest {
    @Parameter Way way;
    @TempDir Path www;
    private TestOrigin origin;
    private Peer peer;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(www.resolve("live"));
        origin = new TestOrigin(www, way);
        peer = origin.peer("live");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "54", "5443", "544304", "54430000", "474300", "00544304", "54430480"})
    void flowsOfAnotherKindAreRefused(String metadata) {
        peer.connect();
        MessageSink flow = peer.open(HexFormat.of().parseHex(metadata), peer.serverControl());
        peer.media(flow, MessageType.AUDIO, 0, "2faa");
        assertThat(peer.exceptions).containsExactly(0L);
    }

    @Test
    void aSecondControlFlowIsRefused() {
        peer.connect();
        MessageSink second = peer.open(FlowMetadata.CONTROL.toBytes(), Optional.empty());
        peer.send(second, "connect", 1);
        origin.settle();
        assertThat(peer.exceptions).containsExactly(0L);
        assertThat(peer.closed).isEmpty();
    }

    @Test
    void streamFlowsBeforeConnectAreRefused() {
        MessageSink flow = peer.open(FlowMetadata.sequence(1).toBytes(), Optional.empty());
        peer.send(flow, "publish", 0, AmfValue.of("s"));
        origin.settle();
        assertThat(peer.exceptions).containsExactly(0L);
    }

    @Test
    void mediaBeforeConnectEndsTheSession() {
        peer.media(peer.control(), MessageType.AUDIO, 0, "2faa");
        assertThat(peer.closed).contains(CloseReason.FAR_CLOSED);
    }

    @Test
    void messagesOfRtmpsOwnTransportAreIgnored() {
        for (int type : new int[] {1, 2, 3, 5, 6}) {
            peer.media(peer.control(), type, 0, "00000000");
        }
        peer.write(peer.control(), Message.of(new byte[0]));
        peer.write(peer.control(), Message.of(new byte[] {20, 0}));
        assertThat(peer.connect().name()).isEqualTo("_result");
    }

    @Test
    void brokenArgumentsAreAnsweredWithAnError() {
        peer.connect();
        byte[] good =
                Command.of("test", 7, AmfValue.of("abc")).toMessage(ObjectEncoding.AMF0).payload();
        byte[] cut = Arrays.copyOf(good, good.length - 1);
        peer.write(peer.control(), TcMessage.of(MessageType.COMMAND, 0, cut).message());
        origin.settle();

        assertThat(peer.answer(7).name()).isEqualTo("_error");
        assertThat(peer.answer(peer.call("createStream")).name()).isEqualTo("_result");
    }

    @Test
    void aCommandWithoutANameEndsTheSession() {
        peer.connect();
        peer.media(peer.control(), MessageType.COMMAND, 0, "ffffff");
        assertThat(peer.closed).contains(CloseReason.FAR_CLOSED);
        assertThat(origin.application.disconnections).containsExactly("The client broke a rule");
    }

    @Test
    void aBrokenCommandOnAStreamEndsTheFlowsOfThatStreamOnly() {
        peer.connect();
        long id = peer.createStream();
        MessageSink one = peer.flow(id);
        MessageSink two = peer.flow(id);
        peer.send(one, "publish", 0, AmfValue.of("s"));
        peer.media(two, MessageType.AUDIO, 0, "2faa");
        peer.media(two, MessageType.COMMAND, 0, "ff");

        assertThat(one.isOpen()).isFalse();
        assertThat(two.isOpen()).isFalse();
        assertThat(peer.closed).isEmpty();
        assertThat(origin.names()).isZero();
        assertThat(peer.connection.openFlows()).isEqualTo(1);
        assertThat(peer.createStream()).isEqualTo(id + 1);
    }

    @Test
    void hugeMessagesAreRefused() {
        peer.connect();
        long id = peer.createStream();
        MessageSink flow = peer.flow(id);
        peer.write(flow, TcMessage.of(MessageType.VIDEO, 0, new byte[17 << 20]).message());
        origin.settle();
        assertThat(flow.isOpen()).isFalse();
        assertThat(peer.closed).isEmpty();

        peer.send(peer.control(), "x", 1, new AmfByteArray(new byte[2 << 20]));
        origin.settle();
        assertThat(peer.closed).isPresent();
    }

    @Test
    void answersThatNobodyTakesAreBounded() {
        String large = "x".repeat(60_000);
        origin.application.methods.put(
                "echo",
                (arguments, answer) -> answer.accept(new CallAnswer.Result(AmfValue.of(large))));
        peer.connect();
        peer.ends.stall(true);
        for (int i = 0; i < 1_000; i++) {
            peer.call("echo");
        }
        peer.ends.stall(false);
        origin.settle();
        assertThat(peer.closed).contains(CloseReason.FAR_CLOSED);
        assertThat(peer.commands(0).size()).isLessThan(200);
    }

    @Test
    void statusesThatNobodyTakesAreBounded() {
        peer.connect();
        long id = peer.createStream();
        MessageSink flow = peer.flow(id);
        peer.send(flow, "play", 0, AmfValue.of("s"));
        origin.settle();
        peer.ends.stall(true);
        for (int i = 0; i < 100_000 && peer.connection.openFlows() > 0; i++) {
            peer.send(flow, "pause", 0, AmfValue.of(true));
            if (i % 1_000 == 0) {
                origin.settle();
            }
        }
        origin.settle();
        assertThat(peer.closed).contains(CloseReason.FAR_CLOSED);
        assertThat(origin.names()).isZero();
    }

    @Test
    void callsThatAreNeverAnsweredAreBounded() {
        origin.application.methods.put("wait", (arguments, answer) -> {});
        peer.connect();
        int most = ConnectionSettings.DEFAULT.maxCalls();
        for (int i = 0; i < most; i++) {
            peer.send(peer.control(), "wait", 0);
        }
        origin.settle();
        assertThat(peer.answer(peer.call("wait")).name()).isEqualTo("_error");
        assertThat(peer.answer(peer.call("createStream")).name()).isEqualTo("_result");
    }

    @Test
    void messagesHeldBackAreBounded() {
        origin.application.onConnection = (client, answer) -> {};
        peer.write(
                peer.control(),
                new Command("connect", 1, new AmfObject(), List.of())
                        .toMessage(ObjectEncoding.AMF0)
                        .message());
        origin.settle();
        for (int i = 0; i < 100; i++) {
            peer.send(peer.control(), "x", 0, AmfValue.of("y".repeat(50_000)));
        }
        origin.settle();
        assertThat(peer.control().queuedBytes()).isGreaterThan(4_000_000);
        assertThat(peer.closed).isEmpty();
    }

    @Test
    void tooManyFlowsAreRefused() {
        peer.connect();
        long id = peer.createStream();
        for (int i = 0; i < 2_000; i++) {
            peer.media(peer.flow(id), MessageType.AUDIO, 0, "2faa");
        }
        int most = way == Way.DIRECT ? 1_040 : 1_024; // the link has a limit of its own
        assertThat(peer.connection.openFlows()).isEqualTo(most);
        assertThat(peer.exceptions).hasSize(2_000 - (most - 1));
    }

    @Test
    void mutatedMessagesHurtNobodyElse() {
        Peer bystander = origin.peer("live");
        bystander.connect();
        long watching = bystander.createStream();
        bystander.send(bystander.flow(watching), "play", 0, AmfValue.of("other"));
        SplittableRandom random = new SplittableRandom(7);
        Mutator mutator = new Mutator(random);
        List<byte[]> seeds =
                List.of(
                        command("publish", AmfValue.of("s"), AmfValue.of("live")),
                        command("play", AmfValue.of("s"), AmfValue.of(-2)),
                        command("setPeerInfo", AmfValue.of("1.2.3.4:5")),
                        command("createStream"),
                        command("deleteStream", AmfValue.of(1)),
                        HexFormat.of().parseHex("0400000000002200000008" + "00000002"),
                        HexFormat.of().parseHex("0900000000" + "1701000000bb"),
                        HexFormat.of()
                                .parseHex(
                                        "1200000000"
                                                + "02000d40736574446174614672616d65"
                                                + "02000a6f6e4d65746144617461"
                                                + "05"));
        for (int round = 0; round < 300; round++) {
            Peer hostile = origin.peer("live");
            hostile.connect();
            long id = hostile.createStream();
            MessageSink flow = hostile.flow(id);
            for (int i = 0; i < 20; i++) {
                byte[] seed = seeds.get(random.nextInt(seeds.size()));
                byte[] mutated = mutator.mutate(seed);
                hostile.write(random.nextBoolean() ? flow : hostile.control(), Message.of(mutated));
            }
            origin.settle();
            hostile.ends.die();
        }
        origin.advance(5_000);
        assertThat(bystander.closed).isEmpty();
        assertThat(bystander.createStream()).isEqualTo(2);
        assertThat(origin.names()).isEqualTo(1);
    }

    private static byte[] command(String name, AmfValue... arguments) {
        return Command.of(name, 3, arguments).toMessage(ObjectEncoding.AMF0).message().toBytes();
    }
}
