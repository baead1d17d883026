package io.cumulonimbus.origin.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.CloseReason;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.origin.rendezvous.IntroductionOutcome;
import io.cumulonimbus.rtmfp.crypto.EndpointDiscriminator;
import io.cumulonimbus.rtmfp.endpoint.HelloPolicy;
import io.cumulonimbus.rtmfp.endpoint.ReceivedHello;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Scripts that hear of groups, of addresses and of who looks for whom, and what they decide. Named
 * after the rows of {@code docs/compatibility.md}.
 */
@ParameterizedClass
@EnumSource(Way.class)
class LuaMeetingsTest extends LuaStage {
    @Test
    void row62GroupsAreToldAndListed() {
        script(
                """
                function onJoinGroup(c, g) say('join', g.id:sub(1, 4), g.size) end
                function onUnjoinGroup(c, g) say('leave', g.id:sub(1, 4), g.size) end
                """);
        Side first = new Side();
        Side second = new Side();
        MessageSink flow = join(first.peer);
        join(second.peer);
        assertThat(first.log()).isEqualTo("join abab 1; join abab 2; ");
        assertThat(
                        first.run(
                                        "for i, c in cumulus.groups('"
                                                + GROUP
                                                + "'):ipairs() do if c ~= ... then return i end end")
                                .asNumber())
                .hasValue(2);
        flow.close();
        origin.settle();
        second.peer.ends.far().close(CloseReason.NEAR_CLOSED);
        origin.settle();
        assertThat(first.log()).isEqualTo("leave abab 1; leave abab 0; ");
        assertThat(first.run("return cumulus.groups.count").asNumber()).hasValue(0);
    }

    private MessageSink join(Peer peer) {
        MessageSink flow = peer.open(new byte[] {'G', 'C'}, Optional.empty());
        peer.write(flow, Message.of(HexFormat.of().parseHex("012115" + GROUP)));
        origin.settle();
        return flow;
    }

    @Test
    void row63PeersOfOtherServersJoinGroupsHere() {
        script("");
        Side side = new Side();
        side.run("member = cumulus.groups:join(('ef'):rep(32), '" + GROUP + "')");
        join(side.peer);
        assertThat(side.peer.groupNotices).containsExactly("0b" + "ef".repeat(32));
        assertThat(side.run("return member.id").asText()).hasValue("ef".repeat(32));
        assertThat(origin.groups()).isEqualTo(1);
        side.run("member:release()");
        side.peer.ends.far().close(CloseReason.NEAR_CLOSED);
        origin.settle();
        assertThat(origin.groups()).isZero();
    }

    @Test
    void row40AddressesAreBannedAndFreed() {
        script("");
        Side side = new Side();
        side.run(
                "cumulus:addToBlacklist('192.0.2.7', 'example.org', '2001:db8::1') cumulus:removeFromBlacklist('192.0.2.7')");
        assertThat(origin.bans)
                .containsExactly("192.0.2.7 true", "2001:db8:0:0:0:0:0:1 true", "192.0.2.7 false");
    }

    @Test
    void row68EdgesAreCounted() {
        script("");
        Side side = new Side();
        assertThat(
                        side.run(
                                        "local e = cumulus.edges return table.concat({ e.count, e('192.0.2.1:1936'), tostring(e('x')), cumulus.servers.count }, ' ')")
                                .asText())
                .hasValue("1 7 nil 0");
    }

    /** Says hello to the server, or for a peer, and answers what comes back. */
    private String hello(EndpointDiscriminator wanted, boolean selected, int tag, Peer asker) {
        List<String> answers = new ArrayList<>();
        ReceivedHello hello =
                new ReceivedHello(
                        wanted,
                        selected,
                        new byte[] {(byte) tag},
                        new InetSocketAddress("192.0.2.9", 4000),
                        Optional.of(asker.atOrigin),
                        to ->
                                answers.add(
                                        to.stream()
                                                .map(a -> a.socket().toString())
                                                .collect(Collectors.joining(" "))),
                        () -> answers.add("response"));
        HelloPolicy.Answer answer = origin.hellos.answer(hello, 0);
        if (answer instanceof HelloPolicy.Respond) {
            return "respond at once";
        }
        origin.settle();
        return String.join(",", answers);
    }

    private String hello(String uri, int tag, Peer asker) {
        return hello(EndpointDiscriminator.ofUri(uri), true, tag, asker);
    }

    @Test
    void row69HellosAreRedirectedAsTheScriptSays() {
        script(
                """
                function onHandshake(address, path, properties, attempts)
                  say(address, path, properties.to, attempts)
                  if properties.to == 'again' then return 'again' end
                  if properties.to == 'fail' then error('oops') end
                  if properties.to and attempts < 2 then return properties.to, { '[2001:db8::1]:1936', { '192.0.2.1:99' } } end
                end
                """);
        Peer early = origin.peer("live");
        assertThat(hello("rtmfp://h/live", 1, early)).isEqualTo("respond at once");
        Side side = new Side();
        assertThat(hello("rtmfp://h/live?to=198.51.100.1:1935", 2, early))
                .isEqualTo("/198.51.100.1:1935 /[2001:db8:0:0:0:0:0:1]:1936 /192.0.2.1:99");
        assertThat(hello("rtmfp://h/live?to=198.51.100.1:1935", 2, early)).isEqualTo("response");
        assertThat(hello("rtmfp://h/live?to=again", 3, early)).isEmpty();
        assertThat(hello("rtmfp://h/live?to=fail", 4, early)).isEqualTo("response");
        assertThat(hello("rtmfp://h/none", 5, early)).isEqualTo("respond at once");
        assertThat(side.log())
                .startsWith(
                        "192.0.2.9:4000 /live 198.51.100.1:1935 1; 192.0.2.9:4000 /live 198.51.100.1:1935 2; ");
    }

    @Test
    void row70UnknownPeersAreLookedForElsewhere() {
        script(
                "function onRendezVousUnknown(id) if id:byte(1) == 7 then return '198.51.100.1:1935' end end");
        Side side = new Side();
        byte[] known = new byte[32];
        known[0] = 7;
        byte[] unknown = new byte[32];
        unknown[0] = 8;
        EndpointDiscriminator wanted = EndpointDiscriminator.ofFingerprint(known);
        assertThat(hello(wanted, false, 1, side.peer)).isEqualTo("/198.51.100.1:1935");
        assertThat(hello(EndpointDiscriminator.ofFingerprint(unknown), false, 2, side.peer))
                .isEmpty();
    }

    /** Clients here have no address in common; it counts how far they came. */
    private String met(EndpointDiscriminator wanted, int tag, Peer asker) {
        hello(wanted, false, tag, asker);
        Map<IntroductionOutcome, Long> all = origin.rendezvous.introductions();
        return all.getOrDefault(IntroductionOutcome.NO_ADDRESS, 0L)
                + " allowed, "
                + all.getOrDefault(IntroductionOutcome.REFUSED, 0L)
                + " refused";
    }

    @Test
    void introductionsNeedTheApplicationsConsent() {
        script("");
        Side side = new Side();
        Peer asker = origin.peerOnOtherLoop("live");
        asker.connect();
        EndpointDiscriminator wanted =
                EndpointDiscriminator.ofFingerprint(side.peer.ends.near().identity().peerId());
        assertThat(met(wanted, 1, asker)).isEqualTo("1 allowed, 0 refused");
        script(
                """
                allowed = false
                function onIntroduction(c, asker, id)
                  say(c.id:sub(1, 2), asker and asker.id:sub(1, 2) or '-', #id)
                  return allowed
                end
                """);
        origin.advance(2500);
        assertThat(met(wanted, 2, asker)).isEqualTo("1 allowed, 1 refused");
        assertThat(side.log()).isEqualTo("01 02 32; ");
        side.run("allowed = true");
        assertThat(met(wanted, 3, asker)).isEqualTo("2 allowed, 1 refused");
        side.run("local c = ... function c:onIntroduction() error('not today') end");
        assertThat(met(wanted, 4, asker)).isEqualTo("2 allowed, 2 refused");
    }
}
