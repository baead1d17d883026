package io.cumulonimbus.origin.resume;

import static org.assertj.core.api.Assertions.assertThat;

import io.cumulonimbus.amf.AmfValue;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.message.SharedObjectEvent;
import io.cumulonimbus.rtmp.message.SharedObjectMessage;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Shared objects and groups over the end of an origin. */
class TakingPartTest {
    private final Transcript transcript = new Transcript();
    private final TakingPart before = new TakingPart(transcript, () -> {});

    /** A flow for a group, which is nobody but itself. */
    private static final class GroupFlow implements IncomingFlow {
        @Override
        public byte[] metadata() {
            return new byte[] {'G', 'C'};
        }

        @Override
        public Optional<MessageSink> answers() {
            return Optional.empty();
        }

        @Override
        public void reject(long code) {}

        @Override
        public void suspend(boolean suspended) {}
    }

    /** Hears what is said again. */
    private static final class Listening implements FlowHandler {
        private final List<Message> heard = new ArrayList<>();

        @Override
        public void onMessage(Message message, long lostBefore) {
            heard.add(message);
        }

        @Override
        public void onClosed() {}
    }

    private static TcMessage about(String name, SharedObjectEvent... events) {
        return new SharedObjectMessage(name, 3, false, List.of(events))
                .toMessage(ObjectEncoding.AMF3);
    }

    private TakingPart atAnotherOrigin() {
        Transcript read = Transcript.parse(transcript.toBytes(), new byte[0]).orElseThrow();
        return new TakingPart(read, () -> {});
    }

    @Test
    void objectsThatAreUsedAreUsedAgainAndNoOthers() {
        before.said(about("a", new SharedObjectEvent.Use()));
        before.said(about("b", new SharedObjectEvent.Use()));
        before.said(about("c", new SharedObjectEvent.RequestRemove("x")));
        before.said(about("a", new SharedObjectEvent.Release()));
        TakingPart after = atAnotherOrigin();
        assertThat(after.uses()).containsExactly(about("b", new SharedObjectEvent.Use()).message());
        assertThat(after.isSaidAgain(about("b", new SharedObjectEvent.Use()))).isTrue();
        assertThat(after.isSaidAgain(about("a", new SharedObjectEvent.Use()))).isFalse();
    }

    @Test
    void theClientHearsOnceThatItUsesAnObject() throws Exception {
        before.said(about("a", new SharedObjectEvent.Use()));
        TakingPart after = atAnotherOrigin();
        SharedObjectEvent change = new SharedObjectEvent.Change("x", AmfValue.of(1));
        TcMessage answer =
                about(
                        "a",
                        new SharedObjectEvent.UseSuccess(),
                        new SharedObjectEvent.Clear(),
                        change);
        assertThat(SharedObjectMessage.decode(after.news(answer)).events())
                .containsExactly(new SharedObjectEvent.Clear(), change);
        assertThat(after.news(answer)).as("it asked for it anew").isSameAs(answer);
        TcMessage other = about("b", new SharedObjectEvent.UseSuccess());
        assertThat(after.news(other)).isSameAs(other);
    }

    @Test
    void membersOfGroupsAreMembersAgain() {
        GroupFlow first = new GroupFlow();
        GroupFlow second = new GroupFlow();
        GroupFlow third = new GroupFlow();
        List.of(first, second, third).forEach(before::opened);
        before.said(first, Message.of(new byte[] {1}));
        before.said(third, Message.of(new byte[] {3}));
        before.said(third, Message.of(new byte[] {4}));
        before.closed(first);
        TakingPart after = atAnotherOrigin();
        Listening ofSecond = new Listening();
        Listening ofThird = new Listening();
        after.opened(second);
        after.opened(third);
        after.joinAgain(second, ofSecond);
        after.joinAgain(third, ofThird);
        assertThat(ofSecond.heard).isEmpty();
        assertThat(ofThird.heard).containsExactly(Message.of(new byte[] {3}));
    }

    @Test
    void whereAFlowIsMissingNobodyIsTakenForSomebodyElse() {
        GroupFlow first = new GroupFlow();
        GroupFlow second = new GroupFlow();
        List.of(first, second).forEach(before::opened);
        before.said(first, Message.of(new byte[] {1}));
        before.said(second, Message.of(new byte[] {2}));
        TakingPart after = atAnotherOrigin();
        Listening ofSecond = new Listening();
        after.opened(second);
        after.joinAgain(second, ofSecond);
        assertThat(ofSecond.heard).isEmpty();
    }
}
