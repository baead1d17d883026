package io.cumulonimbus.origin.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.testkit.Mutator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
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
class NetGroupTest {
    private static final byte[] METADATA = {'G', 'C'};
    private static final String ID =
            "abababababababababababababababababababababababababababababababab";
    private static final String JOIN = "0121" + "15" + ID;

    @Parameter Way way;
    @TempDir Path www;
    private TestOrigin origin;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(www.resolve("live"));
        origin = new TestOrigin(www, way);
    }

    @Test
    void row60MembersAreToldOfEachOther() {
        Peer first = connected();
        Peer second = connected();
        join(first, JOIN);
        assertThat(first.groupNotices).isEmpty();
        join(second, JOIN);
        assertThat(first.groupNotices).containsExactly(notice(second));
        assertThat(second.groupNotices).containsExactly(notice(first));
        assertThat(origin.groups()).isEqualTo(1);
    }

    @Test
    void membersOnDifferentLoopsAreToldOfEachOther() {
        Peer first = connected();
        Peer second = origin.peerOnOtherLoop("live");
        second.connect();
        join(first, JOIN);
        join(second, JOIN);
        assertThat(first.groupNotices).containsExactly(notice(second));
        assertThat(second.groupNotices).containsExactly(notice(first));
    }

    @Test
    void aGroupCanBeJoinedByNameAsOldClientsDo() throws NoSuchAlgorithmException {
        byte[] name = "G:room".getBytes(StandardCharsets.US_ASCII);
        String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(name));
        Peer first = connected();
        Peer second = connected();
        join(first, "0107" + "10" + HexFormat.of().formatHex(name));
        join(second, "0121" + "15" + hash);
        assertThat(second.groupNotices).containsExactly(notice(first));
    }

    @Test
    void othersAreInOtherGroups() {
        Peer first = connected();
        Peer second = connected();
        join(first, JOIN);
        join(second, "0121" + "15" + "cd".repeat(32));
        assertThat(second.groupNotices).isEmpty();
        assertThat(origin.groups()).isEqualTo(2);
    }

    @Test
    void closingTheFlowIsLeaving() {
        Peer first = connected();
        MessageSink flow = join(first, JOIN);
        flow.close();
        origin.settle();
        assertThat(origin.groups()).isZero();

        Peer second = connected();
        join(second, JOIN);
        assertThat(second.groupNotices).isEmpty();
        assertThat(first.connection.openFlows()).isEqualTo(1);
    }

    @Test
    void endingTheSessionIsLeaving() {
        Peer first = connected();
        join(first, JOIN);
        first.ends.far().close(CloseReason.NEAR_CLOSED);
        origin.settle();
        assertThat(origin.groups()).isZero();
    }

    @Test
    void endingTheConnectionIsLeaving() {
        Peer first = connected();
        join(first, JOIN);
        first.control().close();
        origin.settle();
        assertThat(origin.groups()).isZero();
    }

    @Test
    void row61WhenOneLeavesThoseAroundItMeet() {
        List<Peer> peers = new ArrayList<>();
        List<MessageSink> flows = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            peers.add(connected());
            flows.add(join(peers.get(i), JOIN));
        }
        int before = peers.stream().mapToInt(peer -> peer.groupNotices.size()).sum();
        flows.get(5).close();
        origin.settle();
        int after = peers.stream().mapToInt(peer -> peer.groupNotices.size()).sum();
        assertThat(after - before).isEqualTo(6);
    }

    @Test
    void beforeConnectThereAreNoGroups() {
        Peer peer = origin.peer("live");
        join(peer, JOIN);
        assertThat(peer.exceptions).containsExactly(0L);
        assertThat(origin.groups()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "01",
                "0100",
                "0121",
                "012115",
                "0120" + "15" + "abababab",
                "0121" + "15" + "abababab",
                "0221" + "15" + ID,
                "01ffffffffffffffffffff15" + ID
            })
    void whatIsNoJoinIsIgnored(String message) {
        Peer peer = connected();
        MessageSink flow = join(peer, message);
        assertThat(origin.groups()).isZero();

        peer.write(flow, Message.of(HexFormat.of().parseHex(JOIN)));
        origin.settle();
        assertThat(origin.groups()).isEqualTo(1);
    }

    @Test
    void garbageDoesNoHarm() {
        Mutator mutator = new Mutator(new SplittableRandom(3));
        Peer member = connected();
        join(member, JOIN);
        Peer vandal = connected();
        byte[] join = HexFormat.of().parseHex(JOIN);
        for (int i = 0; i < 2000; i++) {
            MessageSink flow = vandal.open(METADATA, vandal.serverControl());
            for (int n = 0; n < 3; n++) {
                vandal.write(flow, Message.of(mutator.mutate(join)));
            }
            flow.close();
            origin.settle();
        }
        assertThat(vandal.closed).isEmpty();
        assertThat(origin.groups()).isEqualTo(1);
        assertThat(vandal.connection.openFlows()).isEqualTo(1);
    }

    @Test
    void aClientHasNoMoreThanSomeGroups() {
        Peer peer = connected();
        for (int i = 0; i < 100; i++) {
            join(peer, "0121" + "15" + HexFormat.of().toHexDigits((byte) i).repeat(32));
        }
        assertThat(origin.groups()).isEqualTo(64);
        assertThat(peer.exceptions).hasSize(36);
    }

    private Peer connected() {
        Peer peer = origin.peer("live");
        peer.connect();
        return peer;
    }

    private MessageSink join(Peer peer, String message) {
        MessageSink flow = peer.open(METADATA, peer.serverControl());
        peer.write(flow, Message.of(HexFormat.of().parseHex(message)));
        origin.settle();
        return flow;
    }

    private static String notice(Peer of) {
        return "0b" + of.ends.near().identity().peerIdHex();
    }
}
