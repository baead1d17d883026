package io.cumulonimbus.rtmfp.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.rtmfp.chunk.FIHello;
import io.cumulonimbus.rtmfp.chunk.RHello;
import io.cumulonimbus.rtmfp.crypto.DhGroup;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.crypto.Identity;
import io.cumulonimbus.rtmfp.packet.Address;
import io.cumulonimbus.rtmfp.packet.Origin;
import io.cumulonimbus.rtmfp.session.PacketAssembler;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Hellos that an introducer passes on within a session (RFC 7016 §3.5.1.5). */
class ForwardedHelloTest {
    private static final InetSocketAddress ASKER = new InetSocketAddress("198.51.100.4", 4444);

    private final RawPeer introducer = new RawPeer();
    private final Identity identity =
            Identity.client(new SplittableRandom(3), List.of(DhGroup.MODP_1024));
    private final Counters counters = new Counters();
    private final StartupOutbox outbox = new StartupOutbox(counters, () -> {});

    private List<byte[]> answersOf(EndpointConfig config, FIHello... hellos) {
        Sessions sessions = introducer.sessions();
        SplittableRandom random = new SplittableRandom(4);
        Initiator initiator =
                new Initiator(config, identity, sessions, outbox, counters, work -> {}, random);
        new Responder(
                config, initiator, sessions, outbox, counters, work -> {}, random, Shard.alone());
        introducer.says(hellos);
        List<byte[]> sent = new ArrayList<>();
        outbox.flush(
                new PacketAssembler(
                        (datagram, length, to) -> {
                            assertThat(to).isEqualTo(ASKER);
                            sent.add(Arrays.copyOf(datagram, length));
                        }),
                introducer.now());
        return sent;
    }

    private FIHello wants(byte[] fingerprint, InetSocketAddress replyTo) {
        return new FIHello(
                EndpointDiscriminator.ofFingerprint(fingerprint).bytes(),
                new Address(replyTo, Origin.OBSERVED),
                new byte[16]);
    }

    private FIHello wantsUs() {
        return wants(identity.certificate().fingerprint(), ASKER);
    }

    @Test
    void aPeerAnswersWhereTheHelloBegan() {
        List<byte[]> answers = answersOf(EndpointConfig.CLIENT, wantsUs());
        assertThat(answers).hasSize(1);
        RHello hello = Packets.startup(answers.get(0)).only(RHello.class);
        assertThat(hello.certificate()).isEqualTo(identity.certificate().bytes());
        assertThat(hello.tagEcho()).hasSize(16);
    }

    @Test
    void aServerDoesNot() {
        assertThat(answersOf(EndpointConfig.SERVER, wantsUs())).isEmpty();
    }

    @Test
    void nobodyAnswersForAnotherOrToNobody() {
        InetSocketAddress all = new InetSocketAddress("224.0.0.1", 4444);
        byte[] ours = identity.certificate().fingerprint();
        assertThat(answersOf(EndpointConfig.CLIENT, wants(new byte[32], ASKER), wants(ours, all)))
                .isEmpty();
    }
}
