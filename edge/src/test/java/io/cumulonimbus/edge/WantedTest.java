package io.cumulonimbus.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.client.ClientIdentity;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.Protocol;
import io.cumulonimbus.link.route.RouteQuestion;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What an edge asks about its clients, and when. */
class WantedTest {
    private static Wanted of(Protocol protocol, String uri) {
        byte[] peerId = new byte[ClientIdentity.PEER_ID_LENGTH];
        return new Wanted(new ClientIdentity(protocol, peerId, uri, new byte[0], new byte[0]));
    }

    /** A message of this type. */
    private static Message message(int type, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 'x');
        bytes[0] = (byte) type;
        return Message.of(bytes);
    }

    private static void asksAbout(Wanted wanted, Protocol reading, byte[] opening) {
        assertThat(wanted.isKnown()).isTrue();
        RouteQuestion question = wanted.question().orElseThrow();
        assertThat(question.protocol()).isEqualTo(reading);
        assertThat(question.opening()).isEqualTo(opening);
    }

    @Test
    void aUriTellsAtOnce() {
        Wanted wanted = of(Protocol.RTMFP, "rtmfp://host/app");
        byte[] uri = "rtmfp://host/app".getBytes(StandardCharsets.UTF_8);
        asksAbout(wanted, Protocol.RTMFP, uri);
        wanted.hear(message(20, 30));
        asksAbout(wanted, Protocol.RTMFP, uri);
    }

    @Test
    void withoutAUriTheFirstCommandTellsWhateverComesBefore() {
        for (int type : new int[] {17, 20}) {
            for (String uri : new String[] {"", " \t"}) {
                Wanted wanted = of(Protocol.RTMFP, uri);
                for (int other : new int[] {0, 1, 3, 4, 8, 9, 15, 16, 18, 19, 22, 255}) {
                    wanted.hear(message(other, 30));
                }
                wanted.hear(Message.of(new byte[0]));
                assertThat(wanted.isKnown()).isFalse();
                assertThat(wanted.question()).isEmpty();
                wanted.hear(message(type, 30));
                wanted.hear(message(type, 40));
                asksAbout(wanted, Protocol.RTMP, message(type, 30).toBytes());
            }
        }
    }

    @Test
    void theFirstMessageOfRtmpTells() {
        Wanted wanted = of(Protocol.RTMPT, "");
        assertThat(wanted.isKnown()).isFalse();
        wanted.hear(message(4, 6));
        asksAbout(wanted, Protocol.RTMPT, message(4, 6).toBytes());
    }

    @Test
    void whatIsTooLongIsKnownButNotAsked() {
        for (Protocol protocol : new Protocol[] {Protocol.RTMFP, Protocol.RTMP}) {
            Wanted wanted = of(protocol, "");
            wanted.hear(message(20, RouteQuestion.MAX_OPENING + 1));
            assertThat(wanted.isKnown()).isTrue();
            assertThat(wanted.question()).isEmpty();
            Wanted longest = of(protocol, "");
            longest.hear(message(20, RouteQuestion.MAX_OPENING));
            assertThat(longest.question()).isPresent();
        }
    }
}
