package io.cumulonimbus.origin.cluster.realm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cumulonimbus.net.loop.ManualLoop;
import io.cumulonimbus.origin.cluster.Directory;
import io.cumulonimbus.origin.cluster.Outcome;
import io.cumulonimbus.origin.cluster.Post;
import io.cumulonimbus.origin.cluster.SharedMaps;
import io.cumulonimbus.origin.cluster.fabric.LocalCluster;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What a realm shares is its own, and bounded. */
class RealmShareTest {
    private static final int ENTRY = 256;

    private final ManualLoop loop = new ManualLoop();
    private final LocalCluster cluster = LocalCluster.shared();
    private final Directory here = cluster.join("here", loop);
    private final Directory there = cluster.join("there", loop);
    private final SharedQuota quota = new SharedQuota(10_000);
    private final RealmShare share = new RealmShare(here, "game", loop, quota);
    private final RealmShare other = new RealmShare(there, "game", loop, new SharedQuota());
    private final List<String> answers = new ArrayList<>();

    private <T> Consumer<Outcome<T>> told() {
        return outcome ->
                answers.add(
                        outcome.isFailed()
                                ? "failed"
                                : outcome.value().map(RealmShareTest::text).orElse("none"));
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes
                ? new String(bytes, StandardCharsets.UTF_8)
                : value.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private String answer() {
        loop.run();
        assertThat(answers).hasSize(1);
        return answers.remove(0);
    }

    private static Update appending(String text) {
        return present ->
                Update.Next.put(bytes(present.map(RealmShareTest::text).orElse("") + text));
    }

    @Test
    void valuesAreSharedWithTheSameRealmAndNoOther() {
        share.put("m", "k", bytes("v"), told());
        assertThat(answer()).isEqualTo("none");
        other.get("m", "k", told());
        assertThat(answer()).isEqualTo("v");
        for (String realm : List.of("", "gam", "game/a", "game:", "game:m")) {
            new RealmShare(there, realm, loop, quota).get("m", "k", told());
            assertThat(answer()).as(realm).isEqualTo("none");
        }
        other.remove("m", "k", told());
        assertThat(answer()).isEqualTo("v");
    }

    @Test
    void namesOfRealmsAndOfTheirMapsAreNotConfused() {
        RealmShare one = new RealmShare(here, "a", loop, quota);
        RealmShare two = new RealmShare(here, "a:b", loop, quota);
        one.put("b:c", "k", bytes("v"), told());
        answer();
        two.get("c", "k", told());
        assertThat(answer()).isEqualTo("none");
    }

    @Test
    void anUpdateBeginsAnewWhenOthersWereFaster() {
        int[] asked = {0};
        share.update(
                "m",
                "k",
                present -> {
                    if (asked[0]++ == 0) {
                        other.put("m", "k", bytes("theirs,"), before -> {});
                    }
                    return appending("ours").next(present);
                },
                told());
        assertThat(answer()).isEqualTo("theirs,ours");
        assertThat(asked[0]).isEqualTo(2);
    }

    @Test
    void anUpdateMayTakeAwayOrChangeNothing() {
        share.put("m", "k", bytes("v"), before -> {});
        share.update("m", "k", present -> Update.Next.ABANDONED, told());
        assertThat(answer()).isEqualTo("v");
        share.update("m", "k", present -> Update.Next.remove(), told());
        assertThat(answer()).isEqualTo("none");
        share.get("m", "k", told());
        assertThat(answer()).isEqualTo("none");
        assertThat(quota.bytes()).isZero();
    }

    @Test
    void anUpdateThatNeverSucceedsIsGivenUp() {
        int[] asked = {0};
        share.update(
                "m",
                "k",
                present -> {
                    other.put("m", "k", new byte[] {(byte) ++asked[0]}, before -> {});
                    return appending("y").next(present);
                },
                told());
        assertThat(answer()).isEqualTo("failed");
        assertThat(asked[0]).isBetween(10, 1000);
        assertThat(quota.bytes()).isZero();
    }

    @Test
    void whatIsThereIsCountedAndBounded() {
        share.put("m", "k", new byte[1000], before -> {});
        loop.run();
        assertThat(quota.bytes()).isEqualTo(ENTRY + 2 + 1000);
        share.put("m", "k", new byte[10], before -> {});
        loop.run();
        assertThat(quota.bytes()).isEqualTo(ENTRY + 2 + 10);
        share.update("m", "k", present -> Update.Next.put(new byte[20]), told());
        loop.run();
        assertThat(quota.bytes()).isEqualTo(ENTRY + 2 + 20);
        assertThatThrownBy(() -> share.put("m", "l", new byte[9900], told()))
                .isInstanceOf(ShareLimitException.class);
        share.put("m", "l", new byte[9000], before -> {});
        answers.clear();
        share.update("m", "k", present -> Update.Next.put(new byte[9000]), told());
        assertThat(answer()).isEqualTo("failed");
        share.remove("m", "l", before -> {});
        share.remove("m", "k", before -> {});
        loop.run();
        assertThat(quota.bytes()).isZero();
    }

    @Test
    void whoeverTakesAwayGetsTheRoom() {
        share.put("m", "k", new byte[1000], before -> {});
        loop.run();
        SharedQuota theirs = new SharedQuota(100);
        RealmShare taker = new RealmShare(there, "game", loop, theirs);
        assertThatThrownBy(() -> taker.put("m", "l", new byte[1000], told()))
                .isInstanceOf(ShareLimitException.class);
        taker.remove("m", "k", before -> {});
        loop.run();
        taker.put("m", "l", new byte[1000], told());
        assertThat(answer()).isEqualTo("none");
    }

    @Test
    void questionsUnderWayAreBoundedAndCountedOnce() {
        for (int i = 0; i < RealmShare.MOST_ASKED; i++) {
            share.get("m", "k", told());
        }
        assertThatThrownBy(() -> share.get("m", "k", told()))
                .isInstanceOf(ShareLimitException.class);
        loop.run();
        assertThat(answers).hasSize(RealmShare.MOST_ASKED);
        for (int i = 0; i < 2 * RealmShare.MOST_ASKED; i++) {
            assertThatThrownBy(() -> share.put("m", "k", new byte[20_000], told()))
                    .isInstanceOf(ShareLimitException.class);
        }
        answers.clear();
        share.get("m", "k", told());
        assertThat(answer()).isEqualTo("none");
    }

    @Test
    void namesMapsValuesAndMessagesAreBounded() {
        String longest = "n".repeat(SharedMaps.MAX_KEY);
        share.put("m", longest, bytes("v"), told());
        assertThat(answer()).isEqualTo("none");
        for (String wrong : List.of("", longest + "n")) {
            assertThatThrownBy(() -> share.get("m", wrong, told()))
                    .isInstanceOf(ShareLimitException.class);
        }
        assertThatThrownBy(() -> share.get(longest, "k", told()))
                .isInstanceOf(ShareLimitException.class);
        assertThatThrownBy(() -> share.lock(longest, 1, 0, told()))
                .isInstanceOf(ShareLimitException.class);
        assertThatThrownBy(() -> other.put("m", "k", new byte[SharedMaps.MAX_VALUE + 1], told()))
                .isInstanceOf(ShareLimitException.class);
        assertThatThrownBy(() -> share.publish("t", new byte[Post.MAX_BODY + 1]))
                .isInstanceOf(ShareLimitException.class);
        for (int i = 1; i < RealmShare.MOST_MAPS; i++) {
            share.get("m" + i, "k", told());
        }
        assertThatThrownBy(() -> share.get("one more", "k", told()))
                .isInstanceOf(ShareLimitException.class);
    }

    @Test
    void listeningIsBoundedAndCanEnd() {
        List<Runnable> ends = new ArrayList<>();
        for (int i = 0; i < RealmShare.MOST_LISTENING; i++) {
            ends.add(share.subscribe("t", body -> {})::cancel);
        }
        assertThatThrownBy(() -> share.subscribe("t", body -> {}))
                .isInstanceOf(ShareLimitException.class);
        assertThatThrownBy(() -> share.listen("m", (key, before, now) -> {}))
                .isInstanceOf(ShareLimitException.class);
        ends.get(0).run();
        ends.get(0).run();
        share.subscribe("t", body -> answers.add(text(body)));
        ends.forEach(Runnable::run);
        other.publish("t", bytes("news"));
        assertThat(answer()).isEqualTo("news");
    }

    @Test
    void changesAreToldWithWhatWasThere() {
        share.listen(
                "m",
                (key, before, now) ->
                        answers.add(
                                key + before.map(RealmShareTest::text) + now.map(b -> text(b))));
        other.put("m", "k", bytes("1"), before -> {});
        assertThat(answer()).isEqualTo("kOptional.emptyOptional[1]");
        other.update("m", "k", appending("2"), before -> {});
        assertThat(answer()).isEqualTo("kOptional[1]Optional[12]");
        other.remove("m", "k", before -> {});
        assertThat(answer()).isEqualTo("kOptional[12]Optional.empty");
    }

    @Test
    void aLockIsOfOneRealm() {
        share.lock("l", 1000, 0, told());
        long number = Long.parseLong(answer());
        other.lock("l", 1000, 0, told());
        assertThat(answer()).isEqualTo("none");
        new RealmShare(there, "elsewhere", loop, quota).lock("l", 1000, 0, told());
        assertThat(answer()).isNotEqualTo("none");
        share.unlock("l", number, told());
        assertThat(answer()).isEqualTo("true");
        other.lock("l", 1000, 0, told());
        assertThat(Long.parseLong(answer())).isGreaterThan(number);
    }

    @Test
    void messagesReachTheSameRealmAtOtherNodes() {
        other.channel("c").receive((from, body) -> answers.add(from.name() + " " + text(body)));
        share.channel("c").receive((from, body) -> answers.add("not us"));
        other.channel("d").receive((from, body) -> answers.add("not that"));
        new RealmShare(there, "elsewhere", loop, quota)
                .channel("c")
                .receive((from, body) -> answers.add("not them"));
        assertThat(share.channel("c").send(there.self(), bytes("one"))).isTrue();
        assertThat(answer()).isEqualTo("here one");
        assertThat(share.channel("c").broadcast(bytes("all"))).isTrue();
        assertThat(answer()).isEqualTo("here all");
    }

    @Test
    void afterTheEndNothingIsAnsweredOrHeard() {
        share.subscribe("t", body -> answers.add("heard"));
        share.listen("m", (key, before, now) -> answers.add("changed"));
        share.channel("c").receive((from, body) -> answers.add("received"));
        share.get("m", "k", told());
        share.update("m", "k", appending("x"), told());
        other.publish("t", bytes("news"));
        share.close();
        other.put("m", "k", bytes("v"), before -> {});
        other.channel("c").send(here.self(), bytes("one"));
        loop.run();
        assertThat(answers).isEmpty();
        other.get("m", "k", told());
        assertThat(answer()).isEqualTo("v");
    }
}
