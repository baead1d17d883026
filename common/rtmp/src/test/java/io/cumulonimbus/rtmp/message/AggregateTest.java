package io.cumulonimbus.rtmp.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.rtmp.tc.TcMessage;
import io.cumulonimbus.testkit.Mutator;
import io.cumulonimbus.testkit.SeededTest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Aggregates and names of commands: what is read without decoding, whole or spoiled. */
class AggregateTest {
    private static byte[] aggregate(int... lengths) {
        ByteBuffer out = ByteBuffer.allocate(10_000);
        int time = 1000;
        for (int length : lengths) {
            out.put((byte) 9).put((byte) 0).putShort((short) length);
            out.put((byte) 0).putShort((short) time).put((byte) 0).put(new byte[3]);
            out.put(new byte[length]).putInt(11 + length);
            time += 40;
        }
        return Arrays.copyOf(out.array(), out.position());
    }

    // RTMP 1.0 §7.1.6
    @Test
    void timesAreMovedToTheAggregates() {
        List<TcMessage> parts = Aggregate.split(TcMessage.of(22, 0xfffffff0, aggregate(3, 0, 5)));
        assertThat(parts)
                .containsExactly(
                        TcMessage.of(9, 0xfffffff0, new byte[3]),
                        TcMessage.of(9, 0x18, new byte[0]),
                        TcMessage.of(9, 0x40, new byte[5]));
    }

    @Test
    void theLastBackPointerMayBeMissing() {
        byte[] whole = aggregate(3);
        byte[] shorter = Arrays.copyOf(whole, whole.length - 4);
        assertThat(Aggregate.split(TcMessage.of(22, 0, shorter))).hasSize(1);
        byte[] tooShort = Arrays.copyOf(whole, whole.length - 5);
        assertThat(Aggregate.split(TcMessage.of(22, 0, tooShort))).isEmpty();
        assertThat(Aggregate.split(TcMessage.of(22, 0, new byte[0]))).isEmpty();
    }

    @Test
    void namesAreReadInBothEncodings() {
        Command play = Command.of("play", 4);
        assertThat(CommandName.of(play.toMessage(ObjectEncoding.AMF0))).isEqualTo("play");
        assertThat(CommandName.of(play.toMessage(ObjectEncoding.AMF3))).isEqualTo("play");
        assertThat(CommandName.of(TcMessage.of(8, 0, new byte[] {2, 0, 1, 'a'}))).isEmpty();
        assertThat(CommandName.of(TcMessage.of(20, 0, new byte[] {2, 0, 2, 'a'}))).isEmpty();
        assertThat(CommandName.of(TcMessage.of(17, 0, new byte[0]))).isEmpty();
        Command endless = Command.of("x".repeat(65), 0);
        assertThat(CommandName.of(endless.toMessage(ObjectEncoding.AMF0))).isEmpty();
    }

    @SeededTest(seeds = 200)
    void spoiledOnesYieldNoMoreThanTheyHold(RandomGenerator random) {
        Mutator mutator = new Mutator(random);
        byte[] spoiled = mutator.mutate(aggregate(random.nextInt(300), 7, random.nextInt(300)));
        long bytes =
                Aggregate.split(TcMessage.of(22, random.nextInt(), spoiled)).stream()
                        .mapToLong(part -> part.payloadLength() + 11)
                        .sum();
        assertThat(bytes).isLessThanOrEqualTo(spoiled.length);
        byte[] name = Command.of("FCPublish", 1).toMessage(ObjectEncoding.AMF3).payload();
        TcMessage command = TcMessage.of(17, 0, mutator.mutate(name));
        assertThat(CommandName.of(command).length()).isLessThanOrEqualTo(64);
    }
}
