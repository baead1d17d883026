package io.cumulonimbus.origin.rendezvous;

import io.cumulonimbus.client.Deadline;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.FlowSpec;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.client.MessageSink;
import io.cumulonimbus.client.Priority;
import io.cumulonimbus.client.SinkListener;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A flow on which a client joins a NetGroup and hears of its neighbours there; closing it is
 * leaving. Owned by the client's loop.
 *
 * <p>The first join counts; everything else that a client says on it is ignored.
 */
final class GroupFlow implements FlowHandler {
    private static final byte[] METADATA = {'G', 'C'};

    /** "This is a member that you should know." */
    private static final byte MEMBER = 0x0b;

    /** A client that takes no more is told no more. */
    private static final long MOST_QUEUED = 16 << 10;

    private final Peer peer;
    private final Runnable ended;
    private final MessageSink sink;
    private Optional<GroupId> group = Optional.empty();
    private Optional<Membership> membership = Optional.empty();
    private boolean over;

    GroupFlow(Peer peer, IncomingFlow flow, Runnable ended) {
        this.peer = peer;
        this.ended = ended;
        FlowSpec back = new FlowSpec(METADATA, Optional.of(flow), Priority.DATA);
        this.sink = peer.client().openFlow(back, SinkListener.NONE);
    }

    /** Whether a flow with this metadata is for a group. */
    // Not standardised: checklist 232
    static boolean isMeantBy(byte[] metadata) {
        return Arrays.equals(metadata, METADATA);
    }

    @Override
    public void onMessage(Message message, long lostBefore) {
        if (!over && group.isEmpty()) {
            group = GroupId.joinedBy(message);
            group.ifPresent(this::join);
        }
    }

    private void join(GroupId id) {
        Membership member =
                new Membership(peer.id(), others -> peer.home().deliver(() -> told(others)));
        membership = Optional.of(member);
        peer.home().joinGroup(id, member);
        peer.listener().joined(id.bytes());
    }

    /** The group says whom the client should know. */
    private void told(List<PeerId> others) {
        for (PeerId other : others) {
            if (over || sink.queuedBytes() > MOST_QUEUED) {
                return;
            }
            byte[] notice = new byte[1 + other.bytes().length];
            notice[0] = MEMBER;
            System.arraycopy(other.bytes(), 0, notice, 1, other.bytes().length);
            sink.write(Message.of(notice), Deadline.NONE);
        }
    }

    /** Leaves; harmless when repeated. */
    void leave() {
        if (!over) {
            over = true;
            sink.close();
            membership.ifPresent(this::leave);
        }
    }

    private void leave(Membership member) {
        GroupId id = group.orElseThrow();
        peer.home().leaveGroup(id, member);
        peer.listener().left(id.bytes());
    }

    @Override
    public void onClosed() {
        leave();
        peer.ended(this);
        ended.run();
    }
}
