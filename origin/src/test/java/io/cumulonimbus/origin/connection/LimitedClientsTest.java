package io.cumulonimbus.origin.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfByteArray;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.net.limits.LimitKind;
import io.cumulonimbus.net.limits.LimitScope;
import io.cumulonimbus.net.limits.Limits;
import io.cumulonimbus.net.limits.Quota;
import io.cumulonimbus.origin.app.CallAnswer;
import io.cumulonimbus.origin.app.ConnectAnswer;
import io.cumulonimbus.rtmp.message.Command;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What clients hear that have too much together. */
@ParameterizedClass
@EnumSource(Way.class)
class LimitedClientsTest {
    private static final long SECOND_NS = 1_000_000_000L;

    @Parameter Way way;
    @TempDir Path www;
    private final AtomicLong nowNs = new AtomicLong();
    private Limits limits;
    private TestOrigin origin;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(www.resolve("live"));
    }

    private void limit(Quota perAddress, Quota perAccount) {
        limits = new Limits(perAddress, perAccount, nowNs::get);
        origin = new TestOrigin(www, way, ConnectionSettings.DEFAULT.withLimits(limits));
    }

    private static String text(Command answer) {
        return answer.name() + " " + Peer.text((AmfObject) answer.argument(0));
    }

    private void leave(Peer peer) {
        peer.ends.far().close(CloseReason.NEAR_CLOSED);
        origin.settle();
    }

    private Peer peer() {
        return origin.peer("rtmfp://localhost/live");
    }

    @Test
    void moreOfAnAddressThanMayBeAreRejectedUntilOneLeaves() {
        limit(new Quota(2, 0, 0, 0, 0), Quota.NONE);
        Peer first = peer();
        assertThat(first.connect().name()).isEqualTo("_result");
        assertThat(peer().connect().name()).isEqualTo("_result");
        Peer third = peer();
        assertThat(text(third.connect()))
                .isEqualTo(
                        "_error error NetConnection.Connect.Rejected:"
                                + " Too many connections from your address");
        origin.advance(2_000);
        assertThat(third.closed).isPresent();
        assertThat(origin.application.clients).hasSize(2);

        leave(first);
        assertThat(peer().connect().name()).isEqualTo("_result");
    }

    @Test
    void whoIsRefusedAndSaysNothingIsClosedSoon() {
        limit(new Quota(1, 0, 0, 0, 0), Quota.NONE);
        peer().connect();
        Peer silent = peer();
        origin.advance(2_000);

        assertThat(silent.closed).isPresent();
        assertThat(limits.refused(LimitScope.ADDRESS, LimitKind.CONNECTIONS)).isEqualTo(1);
    }

    @Test
    void clientsOfAnAccountShareWhateverTheApplicationCallsIt() {
        limit(Quota.NONE, new Quota(1, 0, 0, 0, 0));
        origin.application.onConnection =
                (client, answer) ->
                        answer.accept(
                                new ConnectAnswer.Accepted(
                                        new AmfObject(),
                                        Optional.ofNullable(client.parameters().get("as"))));
        Peer anna = origin.peer("rtmfp://localhost/live?as=anna");
        assertThat(anna.connect().name()).isEqualTo("_result");
        assertThat(text(origin.peer("rtmfp://localhost/live?as=anna").connect()))
                .isEqualTo(
                        "_error error NetConnection.Connect.Rejected:"
                                + " Too many connections of this account");
        assertThat(origin.peer("rtmfp://localhost/live?as=live").connect().name())
                .isEqualTo("_result");
        assertThat(peer().connect().name()).isEqualTo("_result");
        assertThat(peer().connect().name()).isEqualTo("_error");
        origin.settle();
        assertThat(origin.application.disconnections).hasSize(2);

        leave(anna);
        assertThat(origin.peer("rtmfp://localhost/live?as=anna").connect().name())
                .isEqualTo("_result");
    }

    @Test
    void streamsAndCallsThatAreTooManyFail() {
        limit(new Quota(0, 0, 0, 3, 2), Quota.NONE);
        Peer one = peer();
        one.connect();
        Peer other = peer();
        other.connect();
        one.createStream();
        one.createStream();
        long last = other.createStream();
        assertThat(text(one.answer(one.call("createStream"))))
                .isEqualTo("_error error NetConnection.Call.Failed: Too many streams");
        other.call("deleteStream", AmfValue.of(last));
        one.createStream();

        one.call("f");
        other.call("f");
        assertThat(text(one.answer(one.call("f"))))
                .isEqualTo("_error error NetConnection.Call.Failed: Too many calls in this second");
        nowNs.addAndGet(SECOND_NS);
        double transaction = one.call("f");
        assertThat(text(one.answer(transaction))).doesNotContain("Too many");
        leave(one);
        other.createStream();
        other.createStream();
        other.createStream();
    }

    @Test
    void whoSendsTooMuchIsHeardLater() {
        limit(new Quota(0, 0, 80, 0, 0), Quota.NONE); // 10 kB/s
        List<Integer> heard = new ArrayList<>();
        origin.application.methods.put(
                "f",
                (arguments, answer) -> {
                    heard.add(arguments.size());
                    answer.accept(new CallAnswer.Result(AmfValue.NULL));
                });
        Peer one = peer();
        one.connect();
        one.call("f", new AmfByteArray(new byte[40_000]));
        one.call("f");
        assertThat(heard).containsExactly(1);
        assertThat(one.closed).isEmpty();

        nowNs.addAndGet(3 * SECOND_NS);
        origin.advance(3_000);
        assertThat(heard).containsExactly(1, 0);
        assertThat(limits.refused(LimitScope.ADDRESS, LimitKind.BITRATE)).isEqualTo(1);
    }
}
