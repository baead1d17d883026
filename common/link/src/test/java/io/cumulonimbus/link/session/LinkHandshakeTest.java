package io.cumulonimbus.link.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.link.LinkConfig;
import io.cumulonimbus.link.LinkLimits;
import io.cumulonimbus.link.LinkLoss;
import io.cumulonimbus.link.LinkRole;
import io.cumulonimbus.link.LinkSecrets;
import io.cumulonimbus.link.wire.FrameWriter;
import io.cumulonimbus.link.wire.LinkCodec;
import io.cumulonimbus.link.wire.LinkFrame;
import io.cumulonimbus.testkit.Mutator;
import io.cumulonimbus.testkit.SeededTest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who gets onto a link, and what a stranger gets. */
class LinkHandshakeTest {
    private static byte[] frame(LinkFrame frame) {
        FrameWriter out = new FrameWriter();
        LinkCodec.encode(frame, out);
        return Arrays.copyOf(out.array(), out.length());
    }

    private static void feed(LinkPair pair, LinkPair.End end, byte[] bytes) {
        end.session.receive(bytes, 0, bytes.length, pair.clock.nowNs());
    }

    /** What an end says now. */
    private static byte[] said(LinkPair pair, LinkPair.End end) {
        end.session.flush(end, pair.clock.nowNs());
        return end.take();
    }

    @Test
    void bothEndsProveThemselves() {
        LinkPair pair = new LinkPair(1);
        pair.settle();
        assertThat(pair.edge.established).contains("origin");
        assertThat(pair.origin.established).contains("edge");
        assertThat(pair.edge.session.isEstablished()).isTrue();
        assertThat(pair.origin.session.isEstablished()).isTrue();
    }

    @Test
    void theEmptySecretIsASecretToo() {
        LinkPair pair = new LinkPair(1, "", "", LinkLimits.DEFAULT);
        pair.settle();
        assertThat(pair.origin.established).isPresent();
    }

    @Test
    void aWrongSecretIsNamedAndNoProofIsGivenAway() {
        LinkPair pair = new LinkPair(1, "guess", "secret", LinkLimits.DEFAULT);
        pair.carry(pair.edge, pair.origin);
        assertThat(said(pair, pair.origin))
                .as("hello only")
                .hasSize(3 + 4 + 2 + 1 + 2 + 6 + 8 + 32);
        pair = new LinkPair(1, "guess", "secret", LinkLimits.DEFAULT);
        pair.settle();
        assertThat(pair.origin.lost).contains(LinkLoss.WRONG_SECRET);
        assertThat(said(pair, pair.origin)).isEmpty();
        pair.edge.session.hungUp();
        assertThat(pair.edge.lost).contains(LinkLoss.REFUSED);
        assertThat(pair.origin.established).isEmpty();
        assertThat(pair.edge.established).isEmpty();
    }

    @Test
    void anOriginSaysNothingToWhoSaysNothing() {
        LinkPair pair = new LinkPair(1);
        assertThat(said(pair, pair.origin)).isEmpty();
        feed(pair, pair.origin, new byte[] {0, 100, 1, 'G', 'E', 'T'});
        assertThat(said(pair, pair.origin)).isEmpty();
    }

    @SeededTest(seeds = 200)
    void noiseGetsNoAnswer(LinkPairSeed seed) {
        LinkPair pair = new LinkPair(seed.value());
        byte[] noise = new byte[pair.random.nextInt(1, 2_000)];
        pair.random.nextBytes(noise);
        feed(pair, pair.origin, noise);
        assertThat(said(pair, pair.origin)).isEmpty();
        assertThat(pair.origin.established).isEmpty();
    }

    /** Lets {@code SeededTest} give us the seed alone. */
    public record LinkPairSeed(long value) {}

    @SeededTest(seeds = 300)
    void aSpoiledHandshakeFailsOrSucceedsButNeverThrows(LinkPairSeed seed) {
        LinkPair pair = new LinkPair(seed.value());
        Mutator mutator = new Mutator(pair.random);
        byte[] hello = said(pair, pair.edge);
        byte[] spoiled = mutator.mutate(hello);
        feed(pair, pair.origin, spoiled);
        feed(pair, pair.edge, said(pair, pair.origin));
        feed(pair, pair.origin, said(pair, pair.edge));
        if (!Arrays.equals(hello, spoiled)) {
            assertThat(pair.origin.established).isEmpty();
        }
    }

    @Test
    void anotherVersionIsNamedAtBothEnds() {
        LinkPair pair = new LinkPair(1);
        byte[] hello =
                frame(
                        new LinkFrame.Hello(
                                LinkCodec.VERSION + 1, LinkRole.EDGE, "new", 0, new byte[32]));
        feed(pair, pair.origin, hello);
        assertThat(pair.origin.lost).contains(LinkLoss.WRONG_VERSION);
        assertThat(said(pair, pair.origin)).as("a hello to compare with").isNotEmpty();
        LinkPair other = new LinkPair(1);
        feed(
                other,
                other.edge,
                frame(
                        new LinkFrame.Hello(
                                LinkCodec.VERSION + 1, LinkRole.ORIGIN, "new", 0, new byte[32])));
        assertThat(other.edge.lost).contains(LinkLoss.WRONG_VERSION);
    }

    @Test
    void twoOfTheSameRoleDoNotLink() {
        LinkPair pair = new LinkPair(1);
        byte[] hello = said(pair, pair.edge);
        feed(pair, pair.edge, hello);
        assertThat(pair.edge.lost).contains(LinkLoss.WRONG_ROLE);
    }

    @Test
    void aRecordedHandshakeIsWorthNothing() {
        LinkPair recorded = new LinkPair(1);
        byte[] hello = said(recorded, recorded.edge);
        feed(recorded, recorded.origin, hello);
        feed(recorded, recorded.edge, said(recorded, recorded.origin));
        byte[] proof = said(recorded, recorded.edge);
        feed(recorded, recorded.origin, proof);
        assertThat(recorded.origin.established).as("the recorded one").isPresent();

        LinkPair replayed = new LinkPair(2);
        feed(replayed, replayed.origin, hello);
        said(replayed, replayed.origin);
        feed(replayed, replayed.origin, proof);
        assertThat(replayed.origin.lost).contains(LinkLoss.WRONG_SECRET);
        assertThat(replayed.origin.established).isEmpty();
        assertThat(said(replayed, replayed.origin)).isEmpty();
    }

    @Test
    void anEdgesOwnProofDoesNotConvinceIt() {
        LinkPair pair = new LinkPair(1);
        said(pair, pair.edge);
        feed(
                pair,
                pair.edge,
                frame(
                        new LinkFrame.Hello(
                                LinkCodec.VERSION, LinkRole.ORIGIN, "mirror", 0, new byte[32])));
        feed(pair, pair.edge, said(pair, pair.edge));
        assertThat(pair.edge.lost).contains(LinkLoss.WRONG_SECRET);
    }

    @Test
    void proofsAreBoundToTheChannel() {
        LinkPair pair = new LinkPair(1);
        pair.edge.session.bind(new byte[] {1});
        pair.origin.session.bind(new byte[] {2});
        pair.settle();
        assertThat(pair.origin.lost).contains(LinkLoss.WRONG_SECRET);
    }

    @Test
    void secretsRotate() {
        for (String secret : List.of("old", "new")) {
            LinkConfig origin =
                    LinkConfig.of(LinkRole.ORIGIN, "o", "")
                            .withSecrets(LinkSecrets.of("new", "old"));
            LinkPair pair = new LinkPair(1, LinkConfig.of(LinkRole.EDGE, "e", secret), origin);
            pair.settle();
            assertThat(pair.edge.established).as(secret).isPresent();
        }
    }

    @Test
    void anEdgeWithASecretOfItsOwnIsAcceptedWithNoOther() {
        LinkSecrets secrets =
                new LinkSecrets(List.of("shared"), Map.of("paris", List.of("own")), Set.of("oslo"));
        LinkConfig origin = LinkConfig.of(LinkRole.ORIGIN, "o", "").withSecrets(secrets);
        assertThat(whatBecomes("paris", "own", origin)).isEmpty();
        assertThat(whatBecomes("rome", "shared", origin)).isEmpty();
        assertThat(whatBecomes("paris", "shared", origin)).contains(LinkLoss.WRONG_SECRET);
        assertThat(whatBecomes("rome", "own", origin)).contains(LinkLoss.WRONG_SECRET);
        assertThat(whatBecomes("oslo", "shared", origin)).contains(LinkLoss.DENIED);
    }

    private static Optional<LinkLoss> whatBecomes(String name, String secret, LinkConfig origin) {
        LinkPair pair = new LinkPair(1, LinkConfig.of(LinkRole.EDGE, name, secret), origin);
        pair.settle();
        assertThat(pair.origin.established.isPresent()).isNotEqualTo(pair.origin.lost.isPresent());
        return pair.origin.lost;
    }

    @Test
    void theProcessOfTheFarEndIsKnown() {
        LinkPair pair =
                new LinkPair(
                        1,
                        LinkConfig.of(LinkRole.EDGE, "e", "s").withInstance(-7),
                        LinkConfig.of(LinkRole.ORIGIN, "o", "s").withInstance(8));
        pair.settle();
        assertThat(pair.origin.session.farInstance()).isEqualTo(-7);
        assertThat(pair.edge.session.farInstance()).isEqualTo(8);
    }

    @Test
    void whoTakesTooLongIsLeft() {
        LinkPair pair = new LinkPair(1);
        assertThat(pair.origin.session.advance(pair.clock.nowNs()))
                .isEqualTo(pair.clock.nowNs() + 5_000_000_000L);
        pair.clock.advanceMs(4_999);
        pair.origin.session.advance(pair.clock.nowNs());
        assertThat(pair.origin.lost).isEmpty();
        pair.clock.advanceMs(1);
        assertThat(pair.origin.session.advance(pair.clock.nowNs())).isEqualTo(Long.MAX_VALUE);
        assertThat(pair.origin.lost).contains(LinkLoss.HANDSHAKE_TIMED_OUT);
    }

    @Test
    void aStrangersBigFrameIsRefusedByItsLengthAlone() {
        LinkPair pair = new LinkPair(1);
        feed(pair, pair.origin, new byte[] {0x10, 0, 1});
        assertThat(pair.origin.lost).contains(LinkLoss.OVERSIZED);
    }

    @Test
    void secretsAreNotShown() {
        LinkConfig config = LinkConfig.of(LinkRole.EDGE, "node", "hunter2");
        assertThat(config.toString() + config.secrets()).contains("node").doesNotContain("hunter2");
    }

    @Test
    void framesOfSessionsBeforeTheProofEndTheLink() {
        LinkPair pair = new LinkPair(1);
        feed(pair, pair.origin, said(pair, pair.edge));
        feed(pair, pair.origin, frame(new LinkFrame.Ping(1)));
        assertThat(pair.origin.lost).contains(LinkLoss.MALFORMED);
    }
}
