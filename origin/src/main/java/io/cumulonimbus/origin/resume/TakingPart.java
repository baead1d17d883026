package io.cumulonimbus.origin.resume;

import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.IncomingFlow;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.origin.rendezvous.Peer;
import io.cumulonimbus.rtmp.message.MessageType;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.message.SharedObjectEvent;
import io.cumulonimbus.rtmp.message.SharedObjectMessage;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The shared objects that a client uses and the groups that it is a member of, written down. */
final class TakingPart {
    private static final int MOST_KEPT = 1 << 10;

    /** Of a message about a shared object: version and flags, behind its name. */
    private static final int HEAD = 12;

    private static final int USE = 1;
    private static final int RELEASE = 2;

    private final Transcript transcript;
    private final Runnable changed;
    private final List<IncomingFlow> groupFlows = new ArrayList<>(0);
    private final List<byte[]> joins;
    private final Set<String> heard;

    /**
     * @param changed has what is written down kept
     */
    TakingPart(Transcript transcript, Runnable changed) {
        this.transcript = transcript;
        this.changed = changed;
        this.joins = List.copyOf(transcript.groups);
        this.heard = new HashSet<>(transcript.objects.keySet());
        transcript.groups.clear();
    }

    static boolean isAboutObject(TcMessage message) {
        return message.type() == MessageType.SHARED_OBJECT
                || message.type() == MessageType.SHARED_OBJECT_EXTENDED;
    }

    // ---- shared objects ----

    /** The client says something about one. */
    void said(TcMessage message) {
        int first = firstEvent(message);
        if (first != USE && first != RELEASE) {
            return;
        }
        SharedObjectMessage parsed = parsed(message).orElse(null);
        if (parsed == null) {
            return;
        }
        for (SharedObjectEvent event : parsed.events()) {
            if (event instanceof SharedObjectEvent.Use) {
                use(parsed, message);
            } else if (event instanceof SharedObjectEvent.Release
                    && transcript.objects.remove(key(parsed)) != null) {
                changed.run();
            }
        }
    }

    private void use(SharedObjectMessage parsed, TcMessage message) {
        byte[] bytes = alone(parsed, new SharedObjectEvent.Use(), message).message().toBytes();
        if (bytes.length <= MOST_KEPT && transcript.objects.size() < Transcript.MOST_TAKING_PART) {
            transcript.objects.put(key(parsed), bytes);
            changed.run();
        }
    }

    /** What has to be said to use them all again. */
    List<Message> uses() {
        return transcript.objects.values().stream().map(Message::of).toList();
    }

    /** Whether this is said again anyway. */
    boolean isSaidAgain(TcMessage message) {
        return firstEvent(message) == USE
                && transcript.objects.values().stream()
                        .anyMatch(use -> Arrays.equals(use, message.message().toBytes()));
    }

    /** What of an answer the client has not heard: that it uses the object it heard before. */
    TcMessage news(TcMessage message) {
        if (heard.isEmpty()) {
            return message;
        }
        SharedObjectMessage parsed = parsed(message).orElse(null);
        boolean answers =
                parsed != null
                        && parsed.events().contains(new SharedObjectEvent.UseSuccess())
                        && heard.remove(key(parsed));
        if (!answers) {
            return message;
        }
        List<SharedObjectEvent> rest =
                parsed.events().stream()
                        .filter(event -> !(event instanceof SharedObjectEvent.UseSuccess))
                        .toList();
        return new SharedObjectMessage(parsed.name(), parsed.version(), parsed.persistent(), rest)
                .toMessage(encoding(message));
    }

    private static TcMessage alone(
            SharedObjectMessage of, SharedObjectEvent event, TcMessage like) {
        return new SharedObjectMessage(of.name(), of.version(), of.persistent(), List.of(event))
                .toMessage(encoding(like));
    }

    private static ObjectEncoding encoding(TcMessage like) {
        return like.type() == MessageType.SHARED_OBJECT_EXTENDED
                ? ObjectEncoding.AMF3
                : ObjectEncoding.AMF0;
    }

    private static String key(SharedObjectMessage message) {
        return (message.persistent() ? "p " : "t ") + message.name();
    }

    private static Optional<SharedObjectMessage> parsed(TcMessage message) {
        try {
            return Optional.of(SharedObjectMessage.decode(message));
        } catch (MalformedAmfException broken) {
            return Optional.empty();
        }
    }

    /** The number of the first event, or -1: what changes objects is not taken apart for us. */
    private static int firstEvent(TcMessage message) {
        int at = message.type() == MessageType.SHARED_OBJECT_EXTENDED ? 1 : 0;
        if (!isAboutObject(message) || message.payloadLength() < at + 2) {
            return -1;
        }
        int name = message.payloadByte(at) << 8 | message.payloadByte(at + 1);
        int event = at + 2 + name + HEAD;
        return event < message.payloadLength() ? message.payloadByte(event) : -1;
    }

    // ---- groups ----

    /** The client has a flow that may be for a group; they come in the order of their opening. */
    void opened(IncomingFlow flow) {
        if (Peer.meansGroup(flow.metadata()) && groupFlows.size() < Transcript.MOST_TAKING_PART) {
            groupFlows.add(flow);
            transcript.groups.add(new byte[0]);
        }
    }

    /** It says something on one of them; the first that it says joins. */
    void said(IncomingFlow flow, Message message) {
        int at = groupFlows.indexOf(flow);
        if (at >= 0
                && transcript.groups.get(at).length == 0
                && message.length() > 0
                && message.length() <= MOST_KEPT) {
            transcript.groups.set(at, message.toBytes());
            changed.run();
        }
    }

    /** It left. */
    void closed(IncomingFlow flow) {
        int at = groupFlows.indexOf(flow);
        if (at >= 0) {
            groupFlows.remove(at);
            transcript.groups.remove(at);
            changed.run();
        }
    }

    /**
     * Has a flow that outlived an origin say again what it said to that one. One that ended while
     * the origin did is not among those that come: then nobody knows who is who.
     */
    void joinAgain(IncomingFlow flow, FlowHandler taker) {
        int at = groupFlows.indexOf(flow);
        if (at >= 0
                && at < joins.size()
                && groupFlows.size() >= joins.size()
                && joins.get(at).length > 0) {
            transcript.groups.set(at, joins.get(at));
            changed.run();
            taker.onMessage(Message.of(joins.get(at)), 0);
        }
    }
}
