package io.cumulonimbus.origin.resume;

import io.cumulonimbus.amf.AmfNumber;
import io.cumulonimbus.amf.AmfObject;
import io.cumulonimbus.amf.MalformedAmfException;
import io.cumulonimbus.client.FlowHandler;
import io.cumulonimbus.client.Message;
import io.cumulonimbus.origin.resume.Transcript.Kind;
import io.cumulonimbus.origin.stream.PublicationName;
import io.cumulonimbus.rtmp.message.Command;
import io.cumulonimbus.rtmp.message.CommandName;
import io.cumulonimbus.rtmp.message.ObjectEncoding;
import io.cumulonimbus.rtmp.tc.TcMessage;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Says again what a client said to a lost origin, and hears what the client has heard already. */
final class Replay {
    /** The transaction of the last command, which only we know. */
    private static final double LAST = -424_242;

    private static final List<String> OF_PLAYING =
            List.of("NetStream.Play.Reset", "NetStream.Play.Start", "NetStream.Pause.Notify");
    private static final List<String> OF_PUBLISHING = List.of("NetStream.Publish.Start");

    private final Transcript transcript;
    private final ResumableClient client;
    private final boolean wasConnected;
    private final Map<Long, Set<String>> heard = new HashMap<>();
    private final Set<Long> publishing = new HashSet<>();
    private final Set<Double> answered = new HashSet<>();
    private boolean connectHeard;
    private boolean over;

    Replay(Transcript transcript, ResumableClient client) {
        this.transcript = transcript;
        this.client = client;
        this.wasConnected = transcript.connected;
        this.answered.addAll(transcript.pending); // as soon as the client is where it was
        transcript.streams.forEach(
                (id, stream) -> {
                    if (stream.publication != 0) {
                        publishing.add(id);
                    }
                });
    }

    /** These were answered, though they may be said again. */
    void answered(Set<Long> calls) {
        calls.forEach(call -> answered.add(Double.longBitsToDouble(call)));
    }

    /** Whether a call that is said again needs an answer; from then on it does not. */
    boolean isUnanswered(double transaction) {
        return answered.add(transaction);
    }

    /** The connection's own commands; what they cause comes when the application has decided. */
    void begin(FlowHandler control) {
        control.onMessage(Message.of(transcript.connect), 0);
        if (!wasConnected) {
            over = true;
            client.replayed();
            return;
        }
        if (transcript.peerInfo.length > 0) {
            control.onMessage(Message.of(transcript.peerInfo), 0);
        }
        for (long id = 1; id <= transcript.lastStream; id++) {
            say(control, Command.of("createStream", 0));
            if (!transcript.streams.containsKey(id)) {
                say(control, Command.of("deleteStream", 0, new AmfNumber(id)));
            }
        }
        client.scribe().takingPart().uses().forEach(use -> control.onMessage(use, 0));
        say(control, Command.of("_checkbw", LAST));
    }

    private static void say(FlowHandler to, Command command) {
        to.onMessage(command.toMessage(ObjectEncoding.AMF0).message(), 0);
    }

    private void streams() {
        over = true;
        transcript.streams.forEach(
                (id, stream) ->
                        client.open(new ReplayFlow(id))
                                .ifPresent(flow -> stream(id, stream, flow)));
        client.replayed();
        client.connected();
    }

    private void stream(long id, Transcript.Stream stream, FlowHandler flow) {
        boolean plays =
                stream.said.containsKey(Kind.ROLE)
                        && CommandName.of(parsed(stream.said.get(Kind.ROLE))).equals("play");
        if (stream.begun) {
            heard.put(id, new HashSet<>(plays ? OF_PLAYING : OF_PUBLISHING));
        }
        stream.said.forEach(
                (kind, said) -> {
                    if (kind.isSaidAgain()) {
                        flow.onMessage(Message.of(said), 0);
                    }
                });
    }

    /** What a stream published at the lost origin, asked for once. */
    Optional<PublicationName> publicationOf(long id) {
        Transcript.Stream stream = transcript.streams.get(id);
        if (!publishing.remove(id) || stream == null) {
            return Optional.empty();
        }
        stream.moves++;
        return Optional.of(new PublicationName(stream.publication, stream.moves, stream.shift));
    }

    private static TcMessage parsed(byte[] bytes) {
        return TcMessage.parse(Message.of(bytes)).orElseThrow();
    }

    /** Whether this is in what was said again. */
    boolean said(long stream, TcMessage message) {
        byte[] bytes = message.message().toBytes();
        if (stream == 0) {
            return CommandName.of(message).equals("connect")
                    || client.scribe().takingPart().isSaidAgain(message)
                    || CommandName.of(message).equals("createStream")
                            && client.scribe().madeBy(Scribe.transaction(message)).isPresent();
        }
        Transcript.Stream known = transcript.streams.get(stream);
        return known != null
                && known.said.containsKey(Kind.ROLE)
                && Arrays.equals(known.said.get(Kind.ROLE), bytes);
    }

    /** Whether the client has heard this from the lost origin, once for each. */
    boolean wasHeard(long stream, String name, TcMessage message) {
        if (stream == 0) {
            return wasAnswered(name, message);
        }
        Set<String> codes = heard.get(stream);
        return codes != null
                && !codes.isEmpty()
                && name.equals("onStatus")
                && codes.remove(code(message));
    }

    private boolean wasAnswered(String name, TcMessage message) {
        if (over && connectHeard || !name.equals(Command.RESULT)) {
            return false;
        }
        double transaction = Scribe.transaction(message);
        if (transaction == LAST && !over) {
            streams();
            return true;
        }
        if (wasConnected && !connectHeard && transaction == transcript.connectTransaction) {
            connectHeard = true;
            return true;
        }
        return false;
    }

    static String code(TcMessage message) {
        try {
            return Command.decode(message).argument(0) instanceof AmfObject info
                    ? info.get("code").asText().orElse("")
                    : "";
        } catch (MalformedAmfException ours) {
            return "";
        }
    }
}
