package io.cumulonimbus.rtmp.tunnel;

import static io.cumulonimbus.rtmp.tunnel.TunnelRig.HANDSHAKE;
import static io.cumulonimbus.rtmp.tunnel.TunnelRig.PACKET;
import static io.cumulonimbus.rtmp.tunnel.TunnelRig.videoMessage;
import static io.cumulonimbus.rtmp.tunnel.TunnelRig.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.rtmp.tunnel.TunnelRig.Exchange;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests by number: repeated, early, missing, and without one. */
class TunnelNumbersTest {
    private final TunnelRig rig = new TunnelRig(TunnelConfig.DEFAULT.withNode("eu-1a"));

    @AfterEach
    void rulesOfTheSeamWereKept() {
        rig.verify();
    }

    @Test
    void aClientMayCountFromOne() {
        String id = rig.open();
        assertThat(rig.send(id, 1, TunnelRig.c0c1()).data()).hasSize(HANDSHAKE);
        rig.send(id, 2, new byte[PACKET]);
        rig.send(id, 3, videoMessage(1));
        assertThat(rig.received(0)).isOne();
    }

    @Test
    void aRequestWithoutANumberIsTheNext() {
        String id = rig.shaken();
        rig.post("/send/" + id, videoMessage(1));
        rig.send(id, 3, videoMessage(1));
        assertThat(rig.received(0)).isEqualTo(2);
    }

    @Test
    void aRepeatedRequestGetsTheSameReplyAndCountsOnce() {
        String id = rig.shaken();
        write(rig.video(0), 500);
        Exchange first = rig.send(id, 2, videoMessage(10));
        Exchange again = rig.send(id, 2, videoMessage(10));
        assertThat(first.data()).hasSizeGreaterThan(500);
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(rig.received(0)).isOne();
        assertThat(rig.tunnels.statistics().repeated()).isOne();
    }

    @Test
    void aRepeatedHeldPollIsAnsweredOnBothWays() {
        String id = rig.shaken();
        Exchange first = rig.idle(id, 2);
        Exchange again = rig.idle(id, 2);
        write(rig.video(0), 10);
        rig.turn();
        assertThat(again.text()).isEqualTo(first.text());
        assertThat(first.data()).hasSizeGreaterThan(10);
    }

    @Test
    void whatNobodyCouldReadStaysForWhoAsksAgain() {
        String id = rig.shaken();
        Exchange lost = rig.idle(id, 2);
        lost.gone = true;
        write(rig.video(0), 100);
        rig.turn();
        assertThat(lost.isAnswered()).isFalse();
        assertThat(rig.idle(id, 2).data()).hasSizeGreaterThan(100);
    }

    @Test
    void oldRepetitionsAreAnsweredAndNothingIsLostByThem() {
        String id = rig.shaken();
        for (int i = 2; i < 40; i++) {
            rig.send(id, i, videoMessage(1));
        }
        write(rig.video(0), 100);
        assertThat(rig.send(id, 5, videoMessage(1)).body()).hasSize(1);
        assertThat(rig.received(0)).isEqualTo(38);
        assertThat(rig.idle(id, 40).data()).hasSizeGreaterThan(100);
    }

    @Test
    void earlyRequestsWaitForTheOnesBefore() {
        String id = rig.open();
        Exchange third = rig.send(id, 2, videoMessage(3));
        Exchange second = rig.send(id, 1, new byte[PACKET]);
        assertThat(third.isAnswered()).isFalse();
        Exchange first = rig.send(id, 0, TunnelRig.c0c1());
        assertThat(first.data()).hasSize(HANDSHAKE);
        assertThat(second.body()).hasSize(1);
        assertThat(third.body()).hasSize(1);
        assertThat(rig.received(0)).isOne();
    }

    @Test
    void aMissingRequestIsGivenUpAfterAWhile() {
        String id = rig.shaken();
        Exchange early = rig.send(id, 3, videoMessage(1));
        rig.pass(1_999);
        assertThat(early.isAnswered()).isFalse();
        rig.pass(1);
        assertThat(early.body()).hasSize(1);
        assertThat(rig.received(0)).isOne();
        assertThat(rig.tunnels.statistics().skipped()).isOne();
        assertThat(rig.send(id, 2, videoMessage(1)).body()).as("too late").hasSize(1);
        assertThat(rig.received(0)).isOne();
        rig.send(id, 4, videoMessage(1));
        assertThat(rig.received(0)).isEqualTo(2);
    }

    @Test
    void tooManyEarlyRequestsDoNotWait() {
        String id = rig.shaken();
        List<Exchange> early = new ArrayList<>();
        for (int i = 3; i < 3 + 17; i++) {
            early.add(rig.send(id, i, videoMessage(1)));
        }
        assertThat(early).allMatch(Exchange::isAnswered);
        assertThat(rig.received(0)).isEqualTo(17);
    }

    @Test
    void earlyBodiesAreBoundedInBytes() {
        String id = rig.shaken();
        rig.send(id, 4, new byte[5 << 20]);
        Exchange next = rig.send(id, 3, new byte[4 << 20]);
        assertThat(next.isAnswered()).isTrue();
    }

    @Test
    void whileNobodyTakesWhatCameTheReplyWaits() {
        String id = rig.shaken();
        rig.handlers.get(0).onFlow(flow -> flow.incoming().suspend(true));
        byte[] bulk = new byte[0];
        long sequence = 2;
        Exchange last = rig.send(id, sequence++, videoMessage(100));
        for (int i = 0; i < 40 && last.isAnswered(); i++) {
            bulk = manyMessages(100);
            last = rig.send(id, sequence++, bulk);
        }
        assertThat(last.isAnswered()).isFalse();
        rig.handlers.get(0).flows().get(0).incoming().suspend(false);
        rig.turn();
        assertThat(last.isAnswered()).isTrue();
        assertThat(rig.handlers.get(0).flows().get(0).messages().size() % 100).isOne();
    }

    private static byte[] manyMessages(int count) {
        byte[] one = videoMessage(100);
        byte[] all = new byte[count * one.length];
        for (int i = 0; i < count; i++) {
            System.arraycopy(one, 0, all, i * one.length, one.length);
        }
        return all;
    }
}
