package io.cumulonimbus.rtmfp.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.cumulonimbus.rtmfp.chunk.ChunkDecoder;
import io.cumulonimbus.rtmfp.chunk.PacketFragment;
import io.cumulonimbus.testkit.Vectors;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Packets that arrive in pieces, from anybody (RFC 7016 §3.4). */
class PacketReassemblyTest {
    private static final InetSocketAddress FROM = new InetSocketAddress("192.0.2.1", 1);
    private static final long SECOND = 1_000_000_000L;

    private final Counters counters = new Counters();
    private final PacketReassembly reassembly = new PacketReassembly(counters);

    private Optional<byte[]> add(long packet, int number, boolean more, int length, long now) {
        PacketFragment fragment = new PacketFragment(more, packet, number, new byte[length]);
        return reassembly.add(fragment, 0, FROM, now);
    }

    @Test
    void theVectorsAreReassembledOnce() {
        for (JsonNode row : Vectors.json("packet-fragments.json").get("cases")) {
            if (row.get("mode").asInt() != 3) {
                continue;
            }
            List<byte[]> packets = new ArrayList<>();
            for (JsonNode hex : row.get("chunks")) {
                byte[] bytes = Vectors.hex(hex.textValue());
                new ChunkDecoder()
                        .decode(
                                bytes,
                                0,
                                bytes.length,
                                chunk ->
                                        reassembly
                                                .add((PacketFragment) chunk, 0, FROM, 0)
                                                .ifPresent(packets::add));
            }
            if (row.has("packet")) {
                assertThat(packets).containsExactly(Vectors.hex(row, "packet"));
            } else {
                assertThat(packets).as(row.get("name").textValue()).isEmpty();
            }
        }
        reassembly.advance(SECOND);
        assertThat(reassembly.packets()).isZero();
        assertThat(reassembly.bytes()).isZero();
    }

    @Test
    void sendersAndSessionsAreKeptApart() {
        PacketFragment begin = new PacketFragment(true, 1, 0, new byte[] {1});
        PacketFragment end = new PacketFragment(false, 1, 1, new byte[] {2});
        InetSocketAddress other = new InetSocketAddress(FROM.getAddress(), 2);
        assertThat(reassembly.add(begin, 0, FROM, 0)).isEmpty();
        assertThat(reassembly.add(end, 0, other, 0)).isEmpty();
        assertThat(reassembly.add(end, 9, FROM, 0)).isEmpty();
        assertThat(reassembly.add(end, 0, FROM, 0)).contains(new byte[] {1, 2});
    }

    @Test
    void aPacketWithoutProgressIsForgottenAfterASecond() {
        add(1, 0, true, 100, 0);
        assertThat(reassembly.deadline()).isEqualTo(SECOND);
        add(1, 0, true, 100, SECOND / 2);
        assertThat(reassembly.deadline()).as("not a new fragment").isEqualTo(SECOND);
        reassembly.advance(SECOND);
        assertThat(reassembly.packets()).isZero();
        assertThat(add(1, 1, false, 100, SECOND)).isEmpty();
    }

    @Test
    void aPacketThatProgressesHasAMinute() {
        for (int i = 0; i < 61; i++) {
            long now = i * SECOND * 99 / 100;
            reassembly.advance(now);
            add(1, i, true, 10, now);
        }
        assertThat(reassembly.packets()).isEqualTo(1);
        assertThat(reassembly.deadline()).isEqualTo(60 * SECOND);
        reassembly.advance(60 * SECOND);
        assertThat(reassembly.packets()).isZero();
        assertThat(reassembly.bytes()).isZero();
    }

    @Test
    void contradictionsAboutTheEndAreIgnored() {
        add(1, 2, false, 1, 0);
        assertThat(add(1, 3, true, 1, 0)).isEmpty();
        assertThat(add(1, 1, false, 1, 0)).isEmpty();
        assertThat(add(1, 0, true, 1, 0)).isEmpty();
        assertThat(add(1, 1, true, 1, 0)).isPresent();
        add(2, 5, true, 1, 0);
        assertThat(add(2, 4, false, 1, 0)).isEmpty();
        assertThat(reassembly.packets()).isEqualTo(1);
    }

    @Test
    void floodsOfUnfinishedPacketsStayBounded() {
        for (int i = 0; i < 10_000; i++) {
            InetSocketAddress spoofed = new InetSocketAddress("198.51.100.9", 1 + i);
            PacketFragment piece = new PacketFragment(true, i, 0, new byte[1000]);
            reassembly.add(piece, 0, spoofed, i);
        }
        assertThat(reassembly.packets()).isEqualTo(PacketReassembly.MAX_PACKETS);
        assertThat(reassembly.bytes()).isLessThanOrEqualTo(PacketReassembly.MAX_BYTES);
        assertThat(counters.overLimit).isEqualTo(10_000 - PacketReassembly.MAX_PACKETS);
    }

    @Test
    void noPacketNorAllOfThemTakeMoreBytesThanAllowed() {
        for (int i = 0; i < 20; i++) {
            for (int n = 0; n < 100; n++) {
                add(i, n, true, 1000, 0);
            }
        }
        assertThat(reassembly.bytes()).isLessThanOrEqualTo(PacketReassembly.MAX_BYTES);
        assertThat(reassembly.bytes() / reassembly.packets())
                .isLessThanOrEqualTo(PacketReassembly.MAX_PACKET);
        assertThat(add(99, PacketReassembly.MAX_FRAGMENTS, true, 1, 0)).isEmpty();
        assertThat(add(99, -1, true, 1, 0)).isEmpty();
    }
}
